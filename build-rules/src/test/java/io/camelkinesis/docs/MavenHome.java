// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A Maven that users have: that of this build, or the newest that was tried.
 *
 * @param home where it is; null for the one on the path
 */
record MavenHome(String name, Path home) {

    /** Fetched as an artifact, like everything else. */
    static final String NEWEST = "3.9.16";

    private static final Duration LIMIT = Duration.ofMinutes(3);

    static MavenHome ofThisBuild() {
        return new MavenHome("the Maven of this build", null);
    }

    static MavenHome newest(Installation installation) {
        Path directory = installation.checkout().resolveSibling("maven");
        Path home = directory.resolve("apache-maven-" + NEWEST);
        if (!Files.exists(home)) {
            unpack(installation, directory);
        }
        return new MavenHome("Maven " + NEWEST, home);
    }

    private static void unpack(Installation installation, Path directory) {
        String command = "mvn -q -N dependency:unpack -Dartifact=org.apache.maven:apache-maven:" + NEWEST
                + ":tar.gz:bin -DoutputDirectory=" + directory;
        try (Terminal unpack = Terminal.run(installation.checkout(), Map.of(), command)) {
            unpack.awaitSuccess(LIMIT);
        } catch (Exception e) {
            throw new IllegalStateException("Maven " + NEWEST + " cannot be had", e);
        }
    }

    /** What a terminal has in which {@code mvn} is this one. */
    Map<String, String> environment() {
        return home == null ? Map.of() : Map.of("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    }

    /** Its own words. */
    String version() {
        try {
            Path anywhere = Files.createTempDirectory("maven-version");
            try (Terminal maven = Terminal.run(anywhere, environment(), "mvn -v -B")) {
                maven.awaitLines("Apache Maven ", 1, LIMIT);
                return maven.lines().stream()
                        .filter(line -> line.contains("Apache Maven "))
                        .map(line -> line.replaceFirst(".*Apache (Maven [\\w.-]+).*", "$1"))
                        .findFirst()
                        .orElseThrow();
            } finally {
                Files.delete(anywhere);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
