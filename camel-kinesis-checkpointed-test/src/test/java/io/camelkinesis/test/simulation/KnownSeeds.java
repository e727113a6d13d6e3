// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Seeds that have failed once, from the resource {@code known-seeds}. */
final class KnownSeeds {

    private static final String RESOURCE = "known-seeds";

    private KnownSeeds() {}

    static List<Long> all() {
        try (InputStream file = Objects.requireNonNull(KnownSeeds.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Long::valueOf)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
