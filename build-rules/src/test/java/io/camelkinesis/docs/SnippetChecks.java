// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds for each snippet of the pages what holds it to the code. */
final class SnippetChecks {

    /** A check that does not say why is none. */
    private static final int SHORTEST_REASON = 12;

    /** Checks one snippet of a language. */
    interface Check {
        Verdict check(Snippet snippet) throws Exception;
    }

    private static final List<String> CONFIGURATION = List.of(".yaml", ".yml", ".properties", ".xml", ".json");

    private final Map<String, Check> byLanguage = new HashMap<>();

    SnippetChecks() {
        ConfigurationCheck configuration = new ConfigurationCheck();
        RouteFiles routes = new RouteFiles();
        byLanguage.put("java", new JavaCheck());
        byLanguage.put("yaml", orPartOfTheProject(new YamlCheck(routes, configuration)));
        byLanguage.put("xml", orPartOfTheProject(new XmlCheck(routes)));
        byLanguage.put("properties", orPartOfTheProject(configuration::properties));
        byLanguage.put("json", new JsonCheck());
        byLanguage.put("sh", new ShellCheck());
        byLanguage.put("text", SnippetChecks::shown);
        byLanguage.put("", SnippetChecks::shown);
    }

    /** What holds the snippet, or what is wrong with it. */
    Verdict check(Snippet snippet) {
        String reason = snippet.marked("not checked");
        if (reason != null) {
            return reason.length() < SHORTEST_REASON
                    ? Verdict.problem("say why it is not checked: <!-- not checked: REASON -->")
                    : Verdict.held("not checked");
        }
        String test = snippet.marked("run by");
        if (test != null) {
            return runBy(test, snippet.page());
        }
        Check check = byLanguage.get(snippet.language());
        if (check == null) {
            return Verdict.problem("nothing checks blocks of the language '" + snippet.language() + "'; there are "
                    + byLanguage.keySet().stream().sorted().toList()
                    + ". Use one of these, or put <!-- run by: SomeTest --> above it, with a test that runs it"
                    + " out of the page, or <!-- not checked: REASON -->");
        }
        try {
            return check.check(snippet);
        } catch (Exception e) {
            return Verdict.problem(e.toString());
        }
    }

    /** A test runs a block when it reads the page, so its source has the name of the page's file. */
    private static Verdict runBy(String test, String page) {
        String source = ProjectSources.ALL.source(test);
        if (source == null) {
            return Verdict.problem("there is no test " + test);
        }
        String file = page.substring(page.lastIndexOf('/') + 1);
        return source.contains(file) || source.contains(file.replaceFirst("\\.md$", "\""))
                ? Verdict.held("run")
                : Verdict.problem(test + " does not read " + file);
    }

    private static Check orPartOfTheProject(Check check) {
        return snippet -> ProjectSources.ALL
                        .with(snippet.code(), CONFIGURATION.toArray(new String[0]))
                        .isEmpty()
                ? check.check(snippet)
                : Verdict.held("part of the project");
    }

    /** A drawing, or what a program prints. Nobody types it, so no command may hide in it. */
    private static Verdict shown(Snippet snippet) {
        return snippet.code()
                .lines()
                .filter(ShellCheck::looksLikeACommand)
                .findFirst()
                .map(line -> Verdict.problem("'" + line.strip() + "' is a command: make it a block of sh"))
                .orElseGet(() -> Verdict.held("shown"));
    }
}
