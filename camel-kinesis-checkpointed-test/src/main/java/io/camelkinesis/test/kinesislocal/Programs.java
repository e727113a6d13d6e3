// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesislocal;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds programs where the system would. */
final class Programs {

    private static final List<String> ENDINGS = List.of("", ".exe", ".cmd");

    private Programs() {}

    /**
     * Full path of a program.
     *
     * @param name its name without an ending
     * @param searchPath folders as in the variable PATH
     */
    static Path find(String name, @Nullable String searchPath) throws NodeMissingException {
        for (String folder : searchPath == null ? new String[0] : searchPath.split(File.pathSeparator)) {
            for (String ending : ENDINGS) {
                Path candidate = Path.of(folder.isEmpty() ? "." : folder, name + ending);
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return candidate;
                }
            }
        }
        throw new NodeMissingException(
                "There is no program '" + name + "' on the PATH; install Node 18 or later", null);
    }
}
