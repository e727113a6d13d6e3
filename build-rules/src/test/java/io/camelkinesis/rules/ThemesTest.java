// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The figures of {@code scripts/show}: each theme's file lists tests that exist, and the script says what it cannot show. */
class ThemesTest {

    static Stream<Path> themes() {
        return Project.files(name -> name.startsWith("scripts/themes/")).stream();
    }

    @ParameterizedTest
    @MethodSource("themes")
    void everyFigureNamesTestsThatExist(Path theme) {
        List<String> classes = Project.files(name -> name.contains("src/test/java/")).stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .toList();
        List<String[]> figures = figures(theme);
        assertThat(figures).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure).hasSizeBetween(3, 4);
            assertThat(List.of(figure).subList(3, figure.length)).isSubsetOf("beside", "spare");
            assertThat(List.of(figure[2].split(",")))
                    .as(figure[1])
                    .filteredOn(test -> !test.equals("@fresh") && !test.equals("@benchmark"))
                    .isSubsetOf(classes);
        });
        assertThat(figures.stream().map(figure -> figure[0]))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, figures.size())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    private static List<String[]> figures(Path theme) {
        return Project.text(theme)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\\|", -1))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"nonsense,there is no theme 'nonsense'", "proof,the theme 'proof' has no figures yet", "'',usage:"})
    void whatCannotBeShownIsSaid(String theme, String message) throws Exception {
        Process script = new ProcessBuilder("bash", "scripts/show", theme)
                .directory(Project.ROOT.toFile())
                .start();
        assertThat(script.errorReader().lines()).anyMatch(line -> line.contains(message));
        assertThat(script.waitFor()).isEqualTo(2);
    }

    @Test
    void theFoundationCanBeShown() {
        assertThat(themes().map(Project::name)).contains("scripts/themes/foundation");
    }
}
