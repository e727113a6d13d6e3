// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

/** docs/how-to/migrate-from-redpanda-connect.md has a place for each field, and says of our options what the component says. */
class RedpandaOptionsTest {

    /** Fields of the input and of the output of Redpanda Connect 4.109; a star stands for what begins so. */
    private static final List<String> INPUT = List.of(
            "streams dynamodb.table dynamodb.create dynamodb.billing_mode dynamodb.read_capacity_units",
            "dynamodb.write_capacity_units dynamodb.region dynamodb.endpoint dynamodb.tcp.* dynamodb.credentials.role",
            "dynamodb.credentials.* checkpoint_limit poll_period enhanced_fan_out.enabled enhanced_fan_out.consumer_name",
            "enhanced_fan_out.consumer_activation_timeout enhanced_fan_out.max_resubscribe_interval auto_replay_nacks",
            "commit_period steal_grace_period rebalance_period lease_period start_from_oldest batching.count",
            "batching.byte_size batching.period batching.check batching.processors region endpoint tcp.*",
            "credentials.profile credentials.id credentials.secret credentials.token credentials.from_ec2_role",
            "credentials.role credentials.role_external_id");

    private static final List<String> OUTPUT = List.of(
            "stream partition_key hash_key max_in_flight batching.count batching.byte_size batching.period batching.check",
            "batching.processors region endpoint tcp.* credentials.* max_retries backoff.initial_interval",
            "backoff.max_interval backoff.max_elapsed_time");

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private static final String PAGE =
            Markdown.page("docs/how-to/migrate-from-redpanda-connect.md").text();

    /** Cells of the rows of the table below this heading. */
    private static List<String[]> rows(String heading) {
        List<String[]> rows = new ArrayList<>();
        PAGE.substring(PAGE.indexOf(heading))
                .lines()
                .dropWhile(line -> !line.startsWith("| field |"))
                .takeWhile(line -> line.startsWith("|"))
                .skip(2)
                .map(line -> line.split(" *\\| *", -1))
                .forEach(rows::add);
        return rows;
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }

    @Test
    void everyFieldHasARow() {
        assertThat(rows("## 1.").stream().flatMap(row -> quoted(row[1]).stream()))
                .containsExactlyInAnyOrderElementsOf(words(INPUT));
        assertThat(rows("## The output").stream().flatMap(row -> quoted(row[1]).stream()))
                .containsExactlyInAnyOrderElementsOf(words(OUTPUT));
    }

    private static List<String> words(List<String> lines) {
        return lines.stream().flatMap(line -> Stream.of(line.split(" "))).toList();
    }

    @Test
    void ourOptionsExistAndHaveTheseDefaults() throws Exception {
        Map<String, JsonObject> options = new HashMap<>();
        ComponentMetadata.read().options().forEach(option -> options.put(option.getString("name"), option));
        List<String[]> rows = new ArrayList<>(rows("## 1."));
        rows.addAll(rows("## The output"));
        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> quoted(row[3]).forEach(name -> {
            assertThat(options).containsKey(name);
            Object value = options.get(name).get("defaultValue");
            var shown = QUOTED.matcher(row[4]);
            if (shown.matches()) {
                assertThat(shown.group(1)).as("default of %s", name).isEqualTo(String.valueOf(value));
            } else {
                assertThat(value)
                        .as("default of %s, where the page says '%s'", name, row[4])
                        .isNull();
            }
        }));
    }

    /** "Same" is said of no option whose default is another one. */
    @Test
    void whatIsTheSameHasTheSameDefault() {
        Stream.concat(rows("## 1.").stream(), rows("## The output").stream())
                .filter(row -> row[5].startsWith("same"))
                .filter(row -> !row[2].equals("none"))
                .forEach(row -> assertThat(row[4]).as(row[1]).isEqualTo(row[2]));
    }
}
