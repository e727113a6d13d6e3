// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.table.LeaseTableView;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Rows that come in five pages from a table that refuses some. */
class TablePagesTest {

    private static final int PAGES = 5;
    private static final QueryRequest ALL = QueryRequest.builder().build();

    private final VirtualTime clock = new VirtualTime();
    private final List<Integer> asked = new ArrayList<>();
    private final Set<Integer> refused = new HashSet<>();
    private final TablePages pages = new TablePages(this::query, "leases", clock);

    private QueryResponse query(QueryRequest request) {
        int page = request.hasExclusiveStartKey()
                ? Integer.parseInt(request.exclusiveStartKey().get("row").s())
                : 0;
        asked.add(page);
        if (refused.contains(page)) {
            throw ProvisionedThroughputExceededException.builder()
                    .message("too much")
                    .build();
        }
        QueryResponse.Builder answer = QueryResponse.builder().items(row(page));
        return (page == PAGES - 1 ? answer : answer.lastEvaluatedKey(row(page + 1))).build();
    }

    private static Map<String, AttributeValue> row(int page) {
        return Map.of("row", AttributeValue.fromS(String.valueOf(page)));
    }

    private void isRefused() {
        assertThatThrownBy(() -> pages.read("orders", ALL)).isInstanceOf(ProvisionedThroughputExceededException.class);
    }

    @Test
    void pagesThatWereReadAreNotReadAgain() {
        refused.addAll(List.of(2, 4));
        isRefused();
        refused.remove(2);
        isRefused();
        refused.clear();
        assertThat(pages.read("orders", ALL).rows()).containsExactly(row(0), row(1), row(2), row(3), row(4));
        assertThat(asked).containsExactly(0, 1, 2, 2, 3, 4, 4);
        asked.clear();
        assertThat(pages.read("orders", ALL).rows()).hasSize(PAGES);
        assertThat(asked).as("the next time all of them").containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void whatIsReadIsAsOldAsItsOldestPage() {
        assertThat(pages.read("orders", ALL).age()).isZero();
        refused.add(3);
        isRefused();
        clock.advance(Duration.ofSeconds(20));
        isRefused();
        clock.advance(Duration.ofSeconds(20));
        refused.clear();
        assertThat(pages.read("orders", ALL).age()).isEqualTo(Duration.ofSeconds(40));
        assertThat(pages.read("orders", ALL).age()).isZero();
    }

    @Test
    void pagesThatAreTooOldAreReadAgain() {
        refused.add(3);
        isRefused();
        clock.advance(LeaseTableView.MOST_AGE.plusMillis(1));
        refused.clear();
        asked.clear();
        TablePages.Rows rows = pages.read("orders", ALL);
        assertThat(asked).containsExactly(0, 1, 2, 3, 4);
        assertThat(rows.age()).isZero();
    }

    @Test
    void eachStreamHasItsOwn() {
        refused.add(3);
        isRefused();
        refused.clear();
        asked.clear();
        assertThat(pages.read("payments", ALL).rows()).hasSize(PAGES);
        assertThat(asked).containsExactly(0, 1, 2, 3, 4);
    }
}
