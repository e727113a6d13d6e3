// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page about migration names every option and header of camel-aws2-kinesis, as its jar describes them, and says what is true. */
class MigrationPageTest {

    private static final Path PAGE =
            Path.of("../../docs/how-to/migrate-from-camel-aws2-kinesis.md").toAbsolutePath();

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\| ([^|]*)\\|$");
    private static final Pattern RENAMED = Pattern.compile("as `(\\w+)`");

    private record Row(String name, String verdict, String text) {}

    private static Description theirs;
    private static Description ours;
    private static List<Row> rows;

    @BeforeAll
    static void read() throws IOException {
        theirs = Description.read("META-INF/org/apache/camel/component/aws2/kinesis/aws2-kinesis.json");
        ours = Description.read("META-INF/io/camelkinesis/checkpointed/kinesis-cp.json");
        rows = ROW.matcher(Files.readString(PAGE))
                .results()
                .map(row ->
                        new Row(row.group(1), row.group(2).strip(), row.group(3).strip()))
                .toList();
    }

    @Test
    void namesEveryOptionAndHeaderOnce() {
        Set<String> all = new TreeSet<>(theirs.options().keySet());
        all.addAll(theirs.headers());

        assertThat(all).hasSizeGreaterThan(60);
        assertThat(rows).extracting(Row::name).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void whatIsTheSameHasTheSameNameAndDefault() {
        assertThat(rowsThatAre("same")).isNotEmpty().allSatisfy(row -> {
            if (theirs.headers().contains(row.name())) {
                assertThat(ours.headers()).contains(row.name());
            } else {
                assertThat(ours.options()).containsKey(row.name());
                assertThat(ours.options().get(row.name()))
                        .isEqualTo(theirs.options().get(row.name()));
            }
        });
    }

    @Test
    void anotherDefaultIsNamedBesideTheOldOne() {
        assertThat(rowsThatAre("other default")).isNotEmpty().allSatisfy(row -> {
            String was = theirs.options().get(row.name());
            String is = ours.options().get(row.name());
            assertThat(is).isNotEqualTo(was);
            assertThat(row.text()).contains("was `" + was + "`", "is `" + is + "`");
        });
    }

    @Test
    void whatHasAnotherNameIsThereUnderThatName() {
        assertThat(rows)
                .filteredOn(row -> row.verdict().startsWith("as"))
                .isNotEmpty()
                .allSatisfy(row -> {
                    assertThat(row.verdict()).matches(RENAMED);
                    assertThat(ours.options())
                            .containsKey(RENAMED.matcher(row.verdict()).replaceAll("$1"));
                });
    }

    @Test
    void whatIsGoneIsGone() {
        assertThat(rowsThatAre("gone")).isNotEmpty().allSatisfy(row -> {
            assertThat(ours.options()).doesNotContainKey(row.name());
            assertThat(ours.headers()).doesNotContain(row.name());
        });
    }

    @Test
    void thereIsNoOtherVerdict() {
        assertThat(rows)
                .filteredOn(row -> !row.verdict().startsWith("as"))
                .extracting(Row::verdict)
                .containsOnly("same", "other default", "other meaning", "gone");
        assertThat(rowsThatAre("other meaning")).allSatisfy(row -> {
            assertThat(ours.options()).containsKey(row.name());
            assertThat(row.text()).isNotEmpty();
        });
    }

    private static List<Row> rowsThatAre(String verdict) {
        return rows.stream().filter(row -> row.verdict().equals(verdict)).toList();
    }

    /**
     * What the JSON of a component says.
     *
     * @param options defaults by name, of endpoints and of the component; {@code none} where there is no default
     * @param headers names
     */
    private record Description(Map<String, String> options, Set<String> headers) {

        static Description read(String resource) throws IOException {
            ClassLoader loader = MigrationPageTest.class.getClassLoader();
            try (InputStream json = Objects.requireNonNull(loader.getResourceAsStream(resource), resource)) {
                JsonObject all = (JsonObject)
                        Jsoner.deserialize(new String(json.readAllBytes(), StandardCharsets.UTF_8), new JsonObject());
                Map<String, String> options = new TreeMap<>();
                for (String kind : List.of("componentProperties", "properties")) {
                    ((JsonObject) all.get(kind)).forEach((name, option) -> options.put(name, defaultOf(option)));
                }
                return new Description(options, new TreeSet<>(((JsonObject) all.get("headers")).keySet()));
            }
        }

        private static String defaultOf(Object option) {
            return Objects.toString(((JsonObject) option).get("defaultValue"), "none");
        }
    }
}
