// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTest {

    @TempDir
    Path directory;

    @Test
    void eachLineIsARecordWithItsFirstWordAsKey() throws IOException {
        Path file = write("ada buys tea\r\nbob;2;milk\n\n  carl, bread\n" + "x".repeat(300) + "\n");

        assertThat(Input.file(file))
                .containsExactly(
                        new Line("ada", "ada buys tea"),
                        new Line("bob", "bob;2;milk"),
                        new Line("blank", ""),
                        new Line("carl", "  carl, bread"),
                        new Line("x".repeat(256), "x".repeat(300)));
    }

    @Test
    void ordersAreTheSameEveryTime() {
        assertThat(Input.orders()).hasSize(2_000).isEqualTo(Input.orders());
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("orders.txt");

        assertThatThrownBy(() -> Input.file(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("There is no file " + file);
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        Path file = write("");

        assertThatThrownBy(() -> Input.file(file)).hasMessageContaining("is empty; it needs at least one line");
    }

    @Test
    void aDirectoryIsRefused() {
        assertThatThrownBy(() -> Input.file(directory)).hasMessageContaining("is no file but a directory");
    }

    @Test
    void aLineThatIsTooLongIsNamed() throws IOException {
        String largest = "k " + "x".repeat(Input.MOST_RECORD_BYTES - 3);
        Path file = write(largest + "\n" + largest + "x\n");

        assertThatThrownBy(() -> Input.file(file))
                .hasMessageContaining("Line 2 of " + file + " makes a record of 1048577 bytes")
                .hasMessageContaining("at most 1048576");
    }

    @Test
    void tooManyLinesAreRefused() throws IOException {
        Path file = write("x\n".repeat(Input.MOST_LINES + 1));

        assertThatThrownBy(() -> Input.file(file)).hasMessageContaining("has 100001 lines");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = directory.resolve("image.png");
        Files.write(file, new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n'});
        assertThatThrownBy(() -> Input.file(file)).hasMessageContaining("is not text in UTF-8");

        Files.write(file, new byte[] {'a', 0, 'b'});
        assertThatThrownBy(() -> Input.file(file)).hasMessageContaining("is not text in UTF-8");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("lines.txt"), text);
    }
}
