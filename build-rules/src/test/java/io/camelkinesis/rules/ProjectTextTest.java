// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The checkout builds the same for everybody: no file knows one machine, one mirror or one account. */
class ProjectTextTest {

    private static final Pattern BINARY = Pattern.compile(".*\\.(png|jpg|gif|ico|jar|idx|bin|gz|zip)");

    private static final Pattern LOCK_FILE =
            Pattern.compile("(.*/)?(package-lock\\.json|npm-shrinkwrap\\.json|yarn\\.lock|pnpm-lock\\.yaml)");

    /** A machine's own settings of a build tool. */
    private static final Pattern SETTINGS = Pattern.compile("(.*/)?(settings\\.xml|\\.npmrc|\\.yarnrc(\\.yml)?)");

    private static final Pattern MIRROR_HOST =
            Pattern.compile("https?://(registry|repo|repository|nexus|artifactory|mirror|proxy)[\\w-]*\\.[\\w.-]+");

    private static final Pattern REPOSITORY = Pattern.compile("<(repositories|pluginRepositories|mirrors)>");

    private static final Pattern HOME = Pattern.compile("(?<![\\w.}])/(home|Users)/\\w+");

    private static final List<Path> TEXTS =
            Project.files(name -> !BINARY.matcher(name).matches() && !name.endsWith("ProjectTextTest.java"));

    @Test
    void nothingPointsIntoOneMachine() {
        assertThat(hits(HOME)).isEmpty();
        assertThat(hits(Pattern.compile(Pattern.quote(Project.ROOT + "/")))).isEmpty();
        assertThat(hits(Pattern.compile("(?<![\\w.}])" + Pattern.quote(System.getProperty("user.home") + "/"))))
                .isEmpty();
    }

    @Test
    void nothingNamesAMirror() {
        assertThat(hits(MIRROR_HOST)).isEmpty();
        assertThat(hits(REPOSITORY)).isEmpty();
        assertThat(Project.files(name -> SETTINGS.matcher(name).matches())).isEmpty();
    }

    @Test
    void lockFilesCarryNoAddresses() {
        Stream<Path> locks = TEXTS.stream()
                .filter(file -> LOCK_FILE.matcher(Project.name(file)).matches());
        assertThat(locks).allSatisfy(lock -> assertThat(Project.text(lock))
                .as("addresses in %s", Project.name(lock))
                .doesNotContain("\"resolved\"")
                .doesNotContain("://"));
    }

    @Test
    void thePatternsFindWhatTheyAreFor() {
        assertThat(HOME.matcher("in /home/ada/x").find()).isTrue();
        assertThat(HOME.matcher("GET /api/home/ada").find()).isFalse();
        assertThat(MIRROR_HOST.matcher("https://registry.example.org/x").find()).isTrue();
        assertThat(MIRROR_HOST.matcher("https://maven.apache.org/POM/4.0.0").find())
                .isFalse();
        assertThat(LOCK_FILE.matcher("a/package-lock.json").matches()).isTrue();
        assertThat(TEXTS).map(Project::name).contains("pom.xml", "README.md", ".ci/run", "scripts/show");
    }

    private static Stream<String> hits(Pattern pattern) {
        return TEXTS.stream().flatMap(file -> pattern.matcher(Project.text(file))
                .results()
                .map(MatchResult::group)
                .map(hit -> Project.name(file) + ": " + hit));
    }
}
