// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The import makes the lease table when it is told to, and messages about tables and addresses name the tools' own options. */
class CreateTableTest extends ToolsFixture {

    private final String missing = "new-" + UUID.randomUUID();

    private TableDescription described() {
        return dynamoDb().describeTable(d -> d.tableName(missing)).table();
    }

    @Test
    void aloneItMakesTheTableThatTheComponentWouldMake() {
        for (int run = 0; run < 2; run++) {
            Result result = call("import", "--table", missing, "--create-table").done();
            assertThat(result.out()).contains("Lease table " + missing + " is there and can be used");
            assertThat(result.err()).isEmpty();
        }
        assertThat(described().billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(dynamoDb()
                        .describeTimeToLive(d -> d.tableName(missing))
                        .timeToLiveDescription()
                        .attributeName())
                .isEqualTo("ExpiresAt");
        assertThat(dynamoDb().scan(s -> s.tableName(missing)).items()).isEmpty();
    }

    @Test
    void aFileIsImportedIntoTheTableThatIsMade(@TempDir Path folder) throws Exception {
        kinesis.createStream(STREAM, 1);
        putRecords("1");
        LeaseDocument document = LeaseDocument.parse(
                """
                {"format": "kinesis-cp-positions", "version": 1, "exportedAt": "%s",
                 "streams": [{"stream": "orders", "group": "", "start": null, "shards": [
                   {"shard": "shardId-000000000000", "sequenceNumber": "%s", "ended": false, "epoch": 2}]}]}"""
                        .formatted(Instant.EPOCH, last("shardId-000000000000")),
                "here");
        Path file = Files.writeString(folder.resolve("positions.json"), LeaseDocument.json(document));
        call("import", "--table", missing, "--create-table", file.toString()).done();
        assertThat(dynamoDb().scan(s -> s.tableName(missing)).items())
                .anyMatch(row -> row.get("ShardID").s().equals("shardId-000000000000")
                        && row.get("SequenceNumber").s().equals(last("shardId-000000000000")));
    }

    @Test
    void unaskedNoTableIsMade() {
        Result result = call("show", "--table", missing, "--stream", STREAM);
        assertThat(result.exitCode()).isEqualTo(ExitCode.PROBLEM);
        assertThat(result.err())
                .contains(
                        "Lease table " + missing,
                        "does not exist. Create it, name another one with --table, or call" + " import --create-table")
                .doesNotContain("leaseTable");
        assertThat(dynamoDb().listTables().tableNames()).doesNotContain(missing);
    }

    @Test
    void aTableOfAnotherProgramIsRefusedInTheToolsOwnWords() {
        dynamoDb().createTable(t -> t.tableName(missing)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("leaseKey"))
                .keySchema(key("leaseKey", KeyType.HASH)));
        assertThat(call("import", "--table", missing, "--create-table").err())
                .contains("has the keys leaseKey (S, HASH)", "Name another table with --table")
                .doesNotContain("leaseTable");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "import --create-table --dry-run | --dry-run writes nothing, so it creates no table",
                "import --from-kcl k | --from-kcl and --from-redpanda need --stream=NAME",
                "import --from-redpanda r | --from-kcl and --from-redpanda need --stream=NAME",
                "show | Missing required option: '--stream=NAME'",
                "export | Missing required option: '--stream=NAME'",
                "reset --to horizon | Missing required option: '--stream=NAME'",
                "show --stream s --region eu_west | --region=eu_west is not allowed; it must be a region id such as",
                "show --stream s --kinesis-endpoint localhost:4566 | --kinesis-endpoint=localhost:4566 is not an absolute",
                "show --stream s --dynamodb-endpoint ftp://a | --dynamodb-endpoint=ftp://a is not an absolute",
            })
    void whatMakesNoSenseIsSaidInTheToolsOwnOptions(String arguments, String message) {
        Result result = call((arguments + " --table " + table).split(" "));
        assertThat(result.err()).contains(message);
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    /** Made as in earnest; nothing is called: whoever gives no credentials has sent nothing. */
    @Test
    void credentialsAndRegionAreNamedByTheToolsOwnOptions() {
        ConnectionOptions options = new ConnectionOptions();
        new CommandLine(CommandSpec.create().addMixin("connection", CommandSpec.forAnnotatedObject(options)))
                .parseArgs("--table", "t", "--profile", "nobody");
        assertThat(options.kinesis(null)).hasToString("AwsAccess[in the SDK's default region, credentials --profile]");
    }
}
