// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands: bash can read them, and each is a command of the README, which scripts/show runs, or one whose words are known here: Maven with
 * modules, profiles, properties and tests of this project, the AWS CLI with operations and parameters of the SDK, the tools with
 * options that they take, scripts of the project, and what only moves between directories.
 */
final class ShellCheck implements SnippetChecks.Check {

    private static final Set<String> HARMLESS = Set.of(
            "cd", "mkdir", "export", "echo", "ls", "cat", "cp", "pwd", "unset", "true", "java -version", "mvn -v");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|((?:[^\\s\"]|\"[^\"]*\")+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=.*");

    private static final Pattern TYPED = Pattern.compile(" *(\\$|mvn|scripts/\\w+|java -|aws (kinesis|dynamodb|sts)|"
            + ToolsCommand.NAME + "|curl|docker|kubectl|camel|git|npx|npm|cd) ?\\S.*");

    /** What is wrong with the words of a command, null when nothing is; by the first word. */
    private static final Map<String, Function<List<String>, String>> COMMANDS = Map.of(
            "mvn",
            MavenCommand::problem,
            "aws",
            AwsCommand::problem,
            "java",
            ToolsCommand::problemOfJava,
            ToolsCommand.NAME,
            ToolsCommand::problem,
            "scripts/show",
            ShellCheck::problemOfShow);

    @Override
    public Verdict check(Snippet snippet) throws Exception {
        Process bash =
                new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
        try (var in = bash.outputWriter()) {
            in.write(snippet.code());
        }
        String complaint = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (bash.waitFor() != 0) {
            return Verdict.problem("bash cannot read it: " + complaint.strip());
        }
        if (Markdown.page("README.md").blocks("sh").contains(snippet.code())) {
            return Verdict.held("run by scripts/show");
        }
        List<String> problems = new ArrayList<>();
        for (String command : commands(snippet.code())) {
            String problem = problem(command);
            if (problem != null) {
                problems.add("'" + command + "': " + problem);
            }
        }
        return problems.isEmpty() ? Verdict.held("checked word by word") : Verdict.problem(String.join("; ", problems));
    }

    /** What is wrong with one command, null when nothing is. */
    static String problem(String command) {
        List<String> words = words(command);
        while (!words.isEmpty() && ASSIGNMENT.matcher(words.get(0)).matches()) {
            words = words.subList(1, words.size());
        }
        if (words.isEmpty() || HARMLESS.contains(words.get(0)) || HARMLESS.contains(String.join(" ", words))) {
            return null;
        }
        Function<List<String>, String> check = COMMANDS.get(words.get(0));
        if (check != null) {
            return check.apply(words.subList(1, words.size()));
        }
        boolean script = words.get(0).contains("/") && ProjectSources.ALL.has(words.get(0));
        return script
                ? null
                : "nothing here knows " + words.get(0)
                        + "; put <!-- run by: SomeTest --> above the block, with a test that"
                        + " runs it out of the page, or <!-- not checked: REASON -->";
    }

    /** Whether a line that is not marked as a command is one all the same. */
    static boolean looksLikeACommand(String line) {
        return TYPED.matcher(line).matches();
    }

    private static List<String> commands(String code) {
        return Arrays.stream(code.replace("\\\n", " ").split("\n|&&|;|(?<!\\|)\\|(?!\\|)"))
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }

    private static String problemOfShow(List<String> words) {
        boolean right = !words.isEmpty()
                && ProjectSources.ALL.has("scripts/themes/" + words.get(0))
                && words.subList(1, words.size()).stream().allMatch("--fresh"::equals);
        return right ? null : "there is no such theme";
    }
}
