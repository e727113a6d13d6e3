// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Where the records come from: the lines of a file, or orders that are made up. */
final class Input {

    /** A record with its key, as long as nobody raised the limit of the stream. */
    static final int MOST_RECORD_BYTES = 1 << 20;

    static final int MOST_LINES = 100_000;
    static final long MOST_FILE_BYTES = 64L << 20;

    private static final int ORDERS = 2_000;
    private static final int CUSTOMERS = 50;
    private static final List<String> GOODS = List.of("apples", "bread", "cheese", "dates", "eggs");
    private static final long SEED = 20260101;

    private Input() {}

    /** Orders of some customers; the same every time. The key is the customer. */
    static List<Line> orders() {
        Random random = new Random(SEED);
        List<Line> orders = new ArrayList<>();
        for (int number = 1; number <= ORDERS; number++) {
            String customer = "customer-" + random.nextInt(CUSTOMERS);
            String goods = GOODS.get(random.nextInt(GOODS.size()));
            String text = "{\"order\":" + number + ",\"customer\":\"" + customer + "\",\"goods\":\"" + goods
                    + "\",\"quantity\":" + (1 + random.nextInt(9)) + "}";
            orders.add(new Line(customer, text));
        }
        return orders;
    }

    /**
     * The lines of a text file in UTF-8.
     *
     * @throws BadInputException if there is none, if it holds nothing or something else, or more than this program takes
     */
    static List<Line> file(Path file) {
        List<Line> lines = text(file).lines().map(Line::of).toList();
        if (lines.isEmpty()) {
            throw new BadInputException(file + " is empty; it needs at least one line, which becomes one record");
        }
        if (lines.size() > MOST_LINES) {
            throw new BadInputException(file + " has " + lines.size() + " lines; the quickstart takes at most "
                    + MOST_LINES + ", and less than 20000 for an emulator");
        }
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).bytes() > MOST_RECORD_BYTES) {
                throw new BadInputException("Line " + (i + 1) + " of " + file + " makes a record of "
                        + lines.get(i).bytes() + " bytes; Kinesis takes at most " + MOST_RECORD_BYTES
                        + " with the partition key");
            }
        }
        return lines;
    }

    private static String text(Path file) {
        if (!Files.exists(file)) {
            throw new BadInputException(
                    "There is no file " + file + "; looked in " + Path.of("").toAbsolutePath());
        }
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file + " is no file but a directory or a device; give a text file");
        }
        try {
            long size = Files.size(file);
            if (size > MOST_FILE_BYTES) {
                throw new BadInputException(
                        file + " has " + size + " bytes; the quickstart takes at most " + MOST_FILE_BYTES);
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (CharacterCodingException e) {
            throw notText(file, e);
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
        }
        throw notText(file, null);
    }

    private static BadInputException notText(Path file, Throwable cause) {
        return new BadInputException(file + " is not text in UTF-8; the quickstart puts lines of text", cause);
    }
}
