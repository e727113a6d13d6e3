// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is published is the same whoever builds it, wherever and whenever, and it says what is in it. */
@ExtendWith(Installation.Extension.class)
class ReproducibleBuildProofTest {

    private static final String COMPONENT = "camel-kinesis-checkpointed";

    /** Somebody else's machine. */
    private static final String ELSEWHERE = "-Duser.timezone=Asia/Tokyo -Duser.language=de -Duser.country=DE";

    @Test
    void twoBuildsAreTheSameBytes(Installation installation, @TempDir Path directory) throws Exception {
        Path elsewhere = directory.resolve("another/directory");
        CheckoutCopy.of(Markdown.ROOT).into(elsewhere);
        installation.use(elsewhere);
        String again = Installation.COMMAND.replaceFirst("install$", "package");
        String options = System.getenv().getOrDefault("MAVEN_OPTS", "") + " " + ELSEWHERE;
        try (Terminal build = Terminal.run(elsewhere, Map.of("MAVEN_OPTS", options), again)) {
            build.awaitSuccess(Installation.BUILD_LIMIT);
        }
        Map<String, String> first = sums(installation.checkout());
        assertThat(sums(elsewhere)).isEqualTo(first);

        Set<String> published = new TreeSet<>(installation.modules());
        for (String module : published) {
            if (Files.isDirectory(Markdown.ROOT.resolve(module + "/src"))) {
                assertThat(first.keySet())
                        .as("jars of %s", module)
                        .anyMatch(jar -> jar.matches(module + "/target/" + module + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
                        .anyMatch(jar -> jar.startsWith(module + "/target/") && jar.endsWith("-sources.jar"))
                        .anyMatch(jar -> jar.startsWith(module + "/target/") && jar.endsWith("-javadoc.jar"));
            }
        }
        assertThat(first.keySet()).anyMatch(jar -> jar.endsWith("-executable.jar"));
        int components = assertTheBillOfMaterialsIsComplete(installation.checkout(), published);
        System.out.printf(
                "FIGURE ecosystem.4 two builds in two directories, time zones and languages: %d files of %d modules are the same"
                        + " bytes (jars, sources, Javadoc, executable, SBOM); the SBOM names %d components%n",
                first.size(), published.size(), components);
    }

    /** SHA-256 of all jars and bills of materials, by their paths. */
    private static Map<String, String> sums(Path checkout) throws Exception {
        Map<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(checkout)) {
            for (Path file : files.toList()) {
                String name = checkout.relativize(file).toString().replace('\\', '/');
                if (name.matches("(.*/)?target/[^/]+\\.jar|(.*/)?target/bom\\.json")) {
                    MessageDigest sha = MessageDigest.getInstance("SHA-256");
                    sums.put(name, HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file))));
                }
            }
        }
        return sums;
    }

    /** Every published module, and every jar that the component brings, stands in the SBOM of the whole, without addresses. */
    private static int assertTheBillOfMaterialsIsComplete(Path checkout, Set<String> published) throws IOException {
        JsonNode bom =
                new ObjectMapper().readTree(checkout.resolve("target/bom.json").toFile());
        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.findValue("externalReferences")).isNull();
        Set<String> components = StreamSupport.stream(bom.get("components").spliterator(), false)
                .map(component -> component.get("name").asText() + "-"
                        + component.get("version").asText())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String module : published) {
            assertThat(module.endsWith("-parent")
                            || components.stream().anyMatch(name -> name.startsWith(module + "-")))
                    .as(module)
                    .isTrue();
        }
        List<String> runtime = Stream.of(Files.readString(checkout.resolve(COMPONENT + "/target/runtime-classpath.txt"))
                        .strip()
                        .split(":"))
                .map(entry -> Path.of(entry).getFileName().toString().replaceFirst("\\.jar$", ""))
                .filter(name -> !name.equals("classes"))
                .toList();
        assertThat(runtime).hasSizeGreaterThan(30);
        assertThat(components).containsAll(runtime);
        return components.size();
    }
}
