// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Predicate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.PredicateToExpressionAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** batchPredicate: what it may be, what it sees, where it runs, and that it cannot lose a record. */
class BatchClosingReaderTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final List<Runnable> fetchThread = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Cursor> released = new ArrayList<>();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private static Fetch.Records records(String... texts) {
        List<StreamRecord> records = Stream.of(texts)
                .map(text -> HandDelivery.record(SequenceNumber.of(Integer.toString(text.length())), text))
                .toList();
        return new Fetch.Records(records, 42, null);
    }

    private BatchClosingReader reader(Fetch answer, Predicate predicate, Executor executor) {
        ShardReader below = new ShardReader() {
            @Override
            public CompletionStage<Fetch> fetch(ShardId shard, Position from, Cursor cursor, int limit) {
                return CompletableFuture.completedStage(answer);
            }

            @Override
            public void release(Cursor cursor) {
                released.add(cursor);
            }
        };
        return new BatchClosingReader(
                below,
                predicate,
                context.getEndpoint("mock:any"),
                new HeaderFilter(HeaderFilter.ofNothing()),
                executor,
                (shard, failure) -> failures.add(failure));
    }

    private CompletableFuture<Fetch> fetch(BatchClosingReader reader) {
        return reader.fetch(HandDelivery.SHARD, Position.TRIM_HORIZON, null, 10).toCompletableFuture();
    }

    private List<String> closing(Fetch answer, Object option) {
        Predicate predicate = BatchPredicate.resolve(option, context);
        Fetch.Records read =
                (Fetch.Records) fetch(reader(answer, predicate, Runnable::run)).join();
        assertThat(read.millisBehindLatest()).isEqualTo(42);
        assertThat(read.records()).hasSameSizeAs(((Fetch.Records) answer).records());
        return read.records().stream()
                .filter(StreamRecord::closesBatch)
                .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void aTextIsInTheSimpleLanguageAndSeesBodyAndHeaders() {
        assertThat(closing(records("one", "end", "two", "end!"), "${body} contains 'end'"))
                .containsExactly("end", "end!");
        assertThat(closing(records("one", "end"), "$simple{body} contains 'end'"))
                .containsExactly("end");
        assertThat(closing(records("one", "four"), "${header.CamelAwsKinesisSequenceNumber} == '4'"))
                .containsExactly("four");
        assertThat(closing(
                        records("one"),
                        "${header.CamelAwsKinesisPartitionKey} == 'key' && ${header.CamelKinesisCpStreamName} == 'orders'"
                                + " && ${header.CamelAwsKinesisShardId} == 'shardId-000000000000'"))
                .containsExactly("one");
    }

    @Test
    void aPredicateOrAnExpressionMayBeGiven() {
        Predicate predicate =
                exchange -> exchange.getMessage().getBody(String.class).equals("b");
        assertThat(closing(records("a", "b"), predicate)).containsExactly("b");
        assertThat(closing(records("a", "b"), PredicateToExpressionAdapter.toExpression(predicate)))
                .containsExactly("b");
        assertThat(closing(records("a", "b"), new ExpressionAdapter() {
                    @Override
                    public Object evaluate(Exchange exchange) {
                        return exchange.getMessage().getBody(String.class).equals("a") ? "true" : "false";
                    }
                }))
                .containsExactly("a");
        assertThatThrownBy(() -> BatchPredicate.resolve(42, context))
                .hasMessageContaining("not a java.lang.Integer")
                .hasMessageContaining("Predicate or an Expression");
        assertThat(BatchPredicate.resolve(null, context)).isNull();
    }

    @Test
    void aFailureIsReportedAndTheRecordGoesOnUnmarked() {
        Predicate predicate = exchange -> {
            switch (exchange.getMessage().getBody(String.class)) {
                case "bad" -> throw new IllegalStateException("boom");
                case "worse" -> throw new AssertionError("bang");
                default -> {
                    return true;
                }
            }
        };
        assertThat(closing(records("a", "bad", "worse", "b"), predicate)).containsExactly("a", "b");
        assertThat(failures).extracting(Throwable::getMessage).containsExactly("boom", "bang");
    }

    @Test
    void itNeverRunsOnTheThreadThatAsks() {
        CompletableFuture<Fetch> answer = fetch(reader(records("a"), exchange -> true, fetchThread::add));
        assertThat(answer).isNotDone();
        fetchThread.remove(0).run();
        assertThat(((Fetch.Records) answer.join()).records().get(0).closesBatch())
                .isTrue();
    }

    @Test
    void withoutAThreadTheReadHasFailed() {
        Fetch fetch = fetch(reader(records("a"), exchange -> true, task -> {
                    throw new RejectedExecutionException("stopping");
                }))
                .join();
        assertThat(fetch).isInstanceOf(Fetch.Failed.class);
    }

    @Test
    void otherAnswersPassAsTheyAre() {
        Fetch expired = new Fetch.Expired();
        BatchClosingReader reader = reader(expired, exchange -> true, Runnable::run);
        assertThat(fetch(reader).join()).isSameAs(expired);
        Cursor cursor = new Cursor() {};
        reader.release(cursor);
        assertThat(released).containsExactly(cursor);
    }
}
