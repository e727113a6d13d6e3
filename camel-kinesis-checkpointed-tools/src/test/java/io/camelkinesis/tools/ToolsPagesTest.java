// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The pages about the tools say what the tools do. With {@code -Ddocs.update} the help texts are written into the reference. */
class ToolsPagesTest extends ToolsFixture {

    private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");
    private static final Path REFERENCE = DOCS.resolve("reference/tools.md");
    private static final Pattern HELP =
            Pattern.compile("(?m)^<!-- help: (\\w*) ?-->\n```text\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern COMMAND = Pattern.compile("(?m)^" + Tools.NAME + " (.*)$");
    private static final Pattern JSON = Pattern.compile("(?m)^```json\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern ACTION = Pattern.compile("(?m)^\\| `(\\w+:\\w+)` \\|[^|]*\\| ([a-z, ]+) \\|$");

    private final Set<String> used = new TreeSet<>();

    private String usage(String command) {
        CommandLine line = commandLine();
        CommandLine wanted = command.isEmpty() ? line : line.getSubcommands().get(command);
        return wanted.getUsageMessage(Ansi.OFF).replace(System.lineSeparator(), "\n");
    }

    @Test
    void theReferenceHoldsTheHelpOfEachCommand() throws Exception {
        String page = Files.readString(REFERENCE);
        String wanted = HELP.matcher(page)
                .replaceAll(help ->
                        Matcher.quoteReplacement("<!-- help: " + (help.group(1).isEmpty() ? "" : help.group(1) + " ")
                                + "-->\n```text\n" + usage(help.group(1)) + "```"));
        if (System.getProperty("docs.update") != null) {
            Files.writeString(REFERENCE, wanted);
            return;
        }
        assertThat(page).isEqualTo(wanted);
        assertThat(HELP.matcher(page).results().map(help -> help.group(1)))
                .containsExactly("", "show", "reset", "export", "import");
    }

    @ParameterizedTest
    @ValueSource(strings = {"how-to/reset-a-position.md", "how-to/import-from-kcl.md"})
    void theCommandsOfThePagesAreUnderstood(String page) throws Exception {
        List<String> commands = COMMAND.matcher(Files.readString(DOCS.resolve(page)))
                .results()
                .map(command -> command.group(1))
                .toList();
        assertThat(commands).hasSizeGreaterThan(1).allSatisfy(command -> commandLine()
                .parseArgs(command.split(" ")));
    }

    @Test
    void theDocumentOfTheReferenceIsRead() throws Exception {
        MatchResult json =
                JSON.matcher(Files.readString(REFERENCE)).results().findFirst().orElseThrow();
        LeaseDocument document = LeaseDocument.parse(json.group(1), "the reference");
        assertThat(LeaseDocument.json(document) + "\n").isEqualTo(json.group(1));
    }

    @Test
    void eachCommandMakesTheCallsThatAreListedForIt() throws Exception {
        Map<String, Set<String>> listed = new TreeMap<>();
        ACTION.matcher(Files.readString(REFERENCE)).results().forEach(row -> (row.group(2)
                                .equals("all")
                        ? Stream.of("show", "reset", "export", "import")
                        : Arrays.stream(row.group(2).split(", ")))
                .forEach(command ->
                        listed.computeIfAbsent(command, c -> new TreeSet<>()).add(row.group(1))));
        kinesis.createStream(STREAM, 1);
        putRecords("1");
        String kcl = table + "-kcl";
        dynamoDb().createTable(t -> t.tableName(kcl)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("leaseKey"))
                .keySchema(key("leaseKey", KeyType.HASH)));
        put(
                kcl,
                Map.of(
                        "leaseKey",
                        s("shardId-000000000000"),
                        "checkpoint",
                        s(last("shardId-000000000000")),
                        "checkpointSubSequenceNumber",
                        n(0)));

        Map<String, Set<String>> calls = new TreeMap<>();
        calls.put("export", calls("export"));
        calls.put("import", calls("import", "--from-kcl", kcl));
        dynamoDb().deleteItem(d -> d.tableName(table)
                .key(Map.of("StreamID", s(STREAM), "ShardID", s("shardId-000000000000"))));
        put(kinesis.arnOf(STREAM), "group", Map.of("StartPosition", s("TRIM_HORIZON")));
        calls.put("show", calls("show"));
        calls.put("reset", calls("reset", "--to", "sequence", "--shard", "0", last("shardId-000000000000")));
        assertThat(calls).isEqualTo(listed);
    }

    private Set<String> calls(String command, String... arguments) {
        used.clear();
        run(command, arguments).done();
        return new TreeSet<>(used);
    }

    @Override
    CommandLine commandLine() {
        return Tools.commandLine(new Surroundings(
                access -> noted(KinesisClient.class, kinesis.client(), "kinesis:"),
                access -> noted(DynamoDbClient.class, dynamoDb(), "dynamodb:"),
                time,
                time::advance));
    }

    private <C extends SdkClient> C noted(Class<C> type, C client, String service) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String name = method.getName();
                    if (!name.equals("close")) {
                        used.add(service + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
