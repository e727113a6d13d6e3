// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user gets who names one of our modules and nothing else, by the poms that were installed: users do not inherit the
 * dependencyManagement of our build, which hides what they meet.
 */
@ExtendWith(Installation.Extension.class)
class ConsumerTreesProofTest {

    private static final String COMPONENT = "io.camelkinesis:camel-kinesis-checkpointed:" + UserProjects.VERSION;
    private static final String STARTER = "io.camelkinesis:camel-kinesis-checkpointed-starter:" + UserProjects.VERSION;
    private static final String KIT = "io.camelkinesis:camel-kinesis-checkpointed-test:" + UserProjects.VERSION;

    @Test
    void nothingConflictsAndNothingHasAnAdvisory(Installation installation, @TempDir Path directory) throws Exception {
        UserProjects projects = new UserProjects(directory);
        projects.poms().put("component", new UserProjects.Pom(List.of(), List.of(COMPONENT), true));
        projects.poms().put("starter", new UserProjects.Pom(List.of(), List.of(STARTER), true));
        projects.poms().put("kit", new UserProjects.Pom(List.of(), List.of(COMPONENT, KIT), true));
        projects.poms()
                .put(
                        "kit-behind-the-sdk-bom",
                        new UserProjects.Pom(
                                List.of("software.amazon.awssdk:bom:2.59.1"), List.of(COMPONENT, KIT), true));
        Map<String, UserProjects.Resolved> resolved = projects.resolve(installation, MavenHome.ofThisBuild());
        Advisories advisories = Advisories.read();
        Map<String, List<String>> known = new HashMap<>();
        resolved.forEach((name, tree) -> {
            List<String> found = advisories.about(
                    tree.classPath().stream().map(jar -> Advisories.Library.of(jar, installation.repository())));
            known.put(name, found);
            System.out.printf(
                    Locale.ROOT,
                    "ROW stack.3 %s: %d jars, %.1f MB, convergence problems: %s, known advisories of %d (as of %s): %s%n",
                    name,
                    tree.classPath().size(),
                    tree.classPath().stream()
                                    .mapToLong(ConsumerTreesProofTest::size)
                                    .sum()
                            / (1024.0 * 1024.0),
                    tree.problem() == null ? "0" : tree.problem(),
                    advisories.all().size(),
                    advisories.asOf(),
                    found.isEmpty() ? "0" : found);
        });
        assertThat(resolved).hasSize(4).allSatisfy((name, tree) -> {
            assertThat(tree.problem()).as(name).isNull();
            assertThat(tree.classPath()).hasSizeGreaterThan(30);
            assertThat(known.get(name)).as(name).isEmpty();
        });
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
