// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README tells people to type is what CI and the demonstrations run: the scripts read it from there. */
class ReadmeCommandsTest {

    /** A code block behind {@code <!-- command: NAME -->}; scripts/readme-command reads the same. */
    private static final Pattern COMMAND = Pattern.compile("<!-- command: (\\w+) -->\n```sh\n([^\n]+)\n```\n");

    private static final Pattern USE = Pattern.compile("scripts/readme-command (\\w+)");

    @Test
    void theReadmeHasTheTwoCommands() {
        assertThat(commands()).containsOnlyKeys("quickstart", "verify");
        assertThat(commands().values()).allMatch(command -> command.startsWith("mvn "));
    }

    @Test
    void theScriptPrintsWhatTheReadmeSays() throws Exception {
        for (Map.Entry<String, String> command : commands().entrySet()) {
            Process script = new ProcessBuilder("bash", "scripts/readme-command", command.getKey())
                    .directory(Project.ROOT.toFile())
                    .start();
            assertThat(script.inputReader().lines()).containsExactly(command.getValue());
            assertThat(script.waitFor()).isZero();
        }
    }

    @Test
    void continuousIntegrationRunsTheReadmesTestCommand() {
        assertThat(used(".ci/run")).contains("verify");
    }

    @Test
    void theDemonstrationRunsBoth() {
        assertThat(used("scripts/show")).contains("quickstart", "verify");
    }

    @ParameterizedTest
    @ValueSource(strings = {".ci/run", "scripts/show"})
    void noScriptHasACommandOfTheReadmeOfItsOwn(String script) {
        assertThat(commands().values()).noneMatch(Project.text(script)::contains);
    }

    private static List<String> used(String script) {
        return USE.matcher(Project.text(script))
                .results()
                .map(use -> use.group(1))
                .toList();
    }

    private static Map<String, String> commands() {
        Map<String, String> commands = new LinkedHashMap<>();
        Matcher matcher = COMMAND.matcher(Project.text("README.md"));
        while (matcher.find()) {
            commands.put(matcher.group(1), matcher.group(2));
        }
        return commands;
    }
}
