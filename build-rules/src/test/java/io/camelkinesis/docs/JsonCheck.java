// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.json.Jsoner;

/** JSON must be JSON, and a policy may allow nothing that the page on permissions and that on the tools do not name. */
final class JsonCheck implements SnippetChecks.Check {

    private static final Pattern ACTION = Pattern.compile("(kinesis|dynamodb|kms|sts|cloudwatch):[A-Z]\\w+");

    @Override
    public Verdict check(Snippet snippet) throws Exception {
        Jsoner.deserialize(snippet.code());
        Set<String> actions = actions(snippet.code());
        actions.removeAll(actions(
                Markdown.page("docs/how-to/grant-iam-permissions.md").text().replaceAll("(?s)```.*?```", "")));
        actions.removeAll(
                actions(Markdown.page("docs/reference/tools.md").text().replaceAll("(?s)```.*?```", "")));
        return actions.isEmpty()
                ? Verdict.held("parsed")
                : Verdict.problem(actions + " is named by no table of grant-iam-permissions.md and tools.md");
    }

    private static Set<String> actions(String text) {
        return ACTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
