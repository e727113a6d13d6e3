// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a typing error in a tutorial would break, seen without running it. */
class TutorialFilesTest {

    private static final String PAGE_TEST = "run by: ";
    private static final SnippetChecks CHECKS = new SnippetChecks();

    private static final Pattern ARTIFACT = Pattern.compile(
            "<groupId>([\\w.]+)</groupId><artifactId>([\\w-]+)</artifactId><version>([\\w.-]+)</version>");

    private static final String INSTALL = Installation.TUTORIAL.commands().get(0);

    private static final Pattern CAMEL_WITH_VERSION = Pattern.compile(
            "<groupId>org\\.apache\\.camel(?:\\.springboot)?</groupId>\\s*<artifactId>([\\w-]+)</artifactId>\\s*<version>");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"spring-boot", "yaml"})
    void everyBlockIsRight(String page) {
        List<Snippet> blocks = Snippet.of(Markdown.page("docs/tutorial/" + page + ".md"));
        assertThat(blocks).hasSizeGreaterThan(4).allSatisfy(block -> assertThat(block.marker())
                .as(block.place())
                .startsWith(PAGE_TEST));
        assertThat(blocks).filteredOn(TutorialFilesTest::needsNothingElse).allSatisfy(block -> {
            Snippet bare = new Snippet(block.page(), block.line(), block.language(), block.code(), "");
            Verdict verdict = CHECKS.check(bare);
            assertThat(verdict.isHeld())
                    .as("%s: %s", block.place(), verdict.isHeld() ? "" : verdict.problem())
                    .isTrue();
        });
    }

    /** Poms, routes and their properties need what is around them: see below. Spring is not here. */
    private static boolean needsNothingElse(Snippet block) {
        return List.of("sh", "properties").contains(block.language());
    }

    /** As Camel Main loads them, with the properties of the page; nothing is called. */
    @ParameterizedTest
    @ValueSource(strings = {"spring-boot", "yaml"})
    void theRoutesLoadWithTheProperties(String page) throws Exception {
        List<Tutorial.Source> sources = new Tutorial(Markdown.page("docs/tutorial/" + page + ".md")).sources();
        Properties properties = sources.stream()
                .filter(source -> source.name().contains("/application."))
                .map(source -> source.name().endsWith(".yaml") ? fromYaml(source.text()) : fromText(source.text()))
                .findFirst()
                .orElseThrow();
        assertThat(properties).hasSizeGreaterThan(7);
        List<Tutorial.Source> routes = sources.stream()
                .filter(source -> source.name().contains("/camel/"))
                .toList();
        assertThat(routes).isNotEmpty();
        for (Tutorial.Source source : routes) {
            Main main = new Main();
            main.setDefaultPropertyPlaceholderLocation("false");
            main.setInitialProperties(properties);
            main.addInitialProperty("camel.component.kinesis-cp.check-stream", "false");
            main.configure().setAutoStartup(false);
            main.configure().setRoutesIncludePattern("file:" + written(source));
            try {
                main.start();
                assertThat(main.getCamelContext().getRoutes()).hasSizeGreaterThan(1);
            } finally {
                main.stop();
            }
        }
    }

    private String written(Tutorial.Source source) throws Exception {
        source.writeInto(directory);
        return directory.resolve(source.name()).toString();
    }

    private static Properties fromText(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** Those of the component; the others are Spring Boot's. */
    private static Properties fromYaml(String text) {
        Map<?, ?> nested = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(text);
        for (String key : List.of("camel", "component", "kinesis-cp")) {
            nested = (Map<?, ?>) nested.get(key);
        }
        Properties properties = new Properties();
        nested.forEach((key, value) -> properties.put("camel.component.kinesis-cp." + key, value.toString()));
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"spring-boot", "yaml"})
    void versionsAreThoseOfThisBuild(String page) {
        String parent = Markdown.page("pom.xml").text();
        Matcher artifact =
                ARTIFACT.matcher(Markdown.page("docs/tutorial/" + page + ".md").text());
        int found = 0;
        while (artifact.find()) {
            String property =
                    switch (artifact.group(1)) {
                        case "org.apache.camel", "org.apache.camel.springboot" -> "camel.version";
                        case "org.springframework.boot" -> "spring-boot.version";
                        case "org.slf4j" -> "slf4j.version";
                        default -> "version";
                    };
            if (!artifact.group(1).equals("com.example") && !artifact.group(1).equals("org.codehaus.mojo")) {
                assertThat(parent)
                        .as(artifact.group())
                        .contains("<" + property + ">" + artifact.group(3) + "</" + property + ">");
                found++;
            }
        }
        assertThat(found).isGreaterThan(2);
    }

    /** A user who raises one version of Camel's raises all, installs with one command, and sees what the application logs. */
    @ParameterizedTest
    @ValueSource(strings = {"getting-started", "spring-boot", "yaml"})
    void thePomImportsTheVersionsAndTheCommandsShowTheLog(String name) {
        Tutorial page = new Tutorial(Markdown.page("docs/tutorial/" + name + ".md"));
        Tutorial.Source pom = page.sources().get(0);
        assertThat(pom.name()).isEqualTo("pom.xml");
        assertThat(pom.text())
                .contains("<artifactId>camel-bom</artifactId>")
                .contains(name.equals("spring-boot") ? "<artifactId>camel-spring-boot-bom</artifactId>" : "import");
        Matcher versions = CAMEL_WITH_VERSION.matcher(pom.text());
        assertThat(versions.results().map(found -> found.group(1))).allMatch(artifact -> artifact.endsWith("-bom"));
        assertThat(page.page().text()).contains(name.equals("yaml") ? "spring-boot.md#get-the-libraries" : INSTALL);
        assertThat(page.commands())
                .filteredOn(command -> command.contains("exec:java"))
                .noneMatch(command -> command.contains("-q"));
    }
}
