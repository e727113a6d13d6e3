// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No published module brings a library that the list of advisories names, by the class paths that the build resolved. */
class AdvisoriesTest {

    private static final Advisories ADVISORIES = Advisories.read();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel-kinesis-checkpointed",
                "camel-kinesis-checkpointed-starter",
                "camel-kinesis-checkpointed-tools",
                "camel-kinesis-checkpointed-test"
            })
    void noPublishedModuleBringsALibraryWithAnAdvisory(String module) {
        Path repository = Path.of(System.getProperty("localRepository")).toAbsolutePath();
        String classPath =
                Markdown.page(module + "/target/runtime-classpath.txt").text();
        List<Advisories.Library> libraries = Arrays.stream(classPath.strip().split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> jar.startsWith(repository))
                .map(jar -> Advisories.Library.of(jar, repository))
                .toList();
        assertThat(libraries).as(module).hasSizeGreaterThan(20);
        assertThat(ADVISORIES.about(libraries.stream())).as(module).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "io.netty:netty-handler, 4.1.130.Final, true",
        "io.netty:netty-handler, 4.1.138.Final, false",
        "io.netty:netty-handler, 4.2.16.Final, true",
        "io.netty:netty-handler, 4.2.19.Final, false",
        "com.fasterxml.jackson.core:jackson-databind, 2.19.4, true",
        "com.fasterxml.jackson.core:jackson-databind, 2.18.8, false",
        "com.fasterxml.jackson.core:jackson-databind, 2.21.7, false",
        "org.example:netty-handler, 4.1.130.Final, false"
    })
    void versionsInARangeAreFound(String name, String version, boolean known) {
        List<String> found = ADVISORIES.about(Stream.of(new Advisories.Library(name, version)));
        assertThat(found.isEmpty()).as("%s", found).isNotEqualTo(known);
    }

    @Test
    void everyLineSaysWhereItIsFrom() {
        assertThat(LocalDate.parse(ADVISORIES.asOf())).isAfter(LocalDate.parse("2026-01-01"));
        assertThat(ADVISORIES.all()).hasSizeGreaterThan(15).allSatisfy(advisory -> {
            assertThat(advisory.library()).matches("[\\w.-]+:[\\w.-]+");
            assertThat(advisory.id()).matches("(GHSA(-\\w{4}){3}|CVE-\\d{4}-\\d+)");
            assertThat(advisory.published()).matches("\\d{4}-\\d{2}(-\\d{2})?");
            assertThat(advisory.source()).isNotBlank();
            assertThat(advisory.affected()).allSatisfy(range -> assertThat(Advisories.compare(range.from(), range.to()))
                    .isNegative());
        });
    }
}
