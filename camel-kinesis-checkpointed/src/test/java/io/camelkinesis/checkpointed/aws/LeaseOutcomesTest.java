// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.aws.StubAws.Answer;
import io.camelkinesis.checkpointed.aws.StubAws.Request;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.table.LeaseWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the lease store makes of the service's answers, and of their absence. */
class LeaseOutcomesTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final Lease HELD = new Lease(
            STREAM.shard("shardId-000000000000"), true, "me", 7, "100", null, List.of(), false, "2026-01-31T08:00:00Z");
    private static final SequenceNumber NEXT = SequenceNumber.of("200");

    private final Deque<Answer> script = new ArrayDeque<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final StubAws stub = StubAws.start(this::answer);
    private final DynamoDbClient client = AwsClients.dynamoDb(stub.access(), 4);
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final DynamoDbLeaseStore store = store(threads, Duration.ofSeconds(30), TestTable.CLOCK);

    @AfterEach
    void close() {
        release.countDown();
        client.close();
        stub.close();
        threads.shutdownNow();
    }

    private DynamoDbLeaseStore store(Executor executor, Duration leasePeriod, Clock clock) {
        return new DynamoDbLeaseStore(client, "leases", leasePeriod, executor, executor, clock);
    }

    /** The answers of the script one by one, the last one for ever; without a script, none at all. */
    private Answer answer(Request request) {
        synchronized (script) {
            if (!script.isEmpty()) {
                return script.size() > 1 ? script.poll() : script.peek();
            }
        }
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Answer.hangUp();
    }

    private static <T> T answerOf(CompletionStage<T> answer) throws Exception {
        return answer.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static Answer conditionFailed(String attributes) {
        String item = attributes == null
                ? ""
                : ",\"Item\":{\"StreamID\":{\"S\":\"orders\"},\"ShardID\":{\"S\":\"shardId-000000000000\"}" + attributes
                        + "}";
        return new Answer(
                400,
                "application/x-amz-json-1.0",
                "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\",\"message\":\"no\""
                        + item + "}");
    }

    private static String held(String owner, int epoch, String sequence) {
        return ",\"ClientID\":{\"S\":\"" + owner + "\"},\"LeaseEpoch\":{\"N\":\"" + epoch
                + "\"},\"SequenceNumber\":{\"S\":\"" + sequence + "\"}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 InternalServerError",
                "400 ResourceNotFoundException",
                "400 AccessDeniedException",
                "-1 hang up"
            })
    void whateverIsNoClearAnswerIsUnknown(String failure) throws Exception {
        int status = Integer.parseInt(failure.substring(0, failure.indexOf(' ')));
        script.add(status < 0 ? Answer.hangUp() : Answer.error(status, failure.substring(failure.indexOf(' ') + 1)));

        assertThat(answerOf(store.commit(HELD, NEXT))).isInstanceOf(LeaseWrite.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"})
    void aThrottleIsToldAfterOneTryWhateverTheClientDoes(String throttle) throws Exception {
        script.add(Answer.error(400, throttle));

        assertThat(answerOf(store.commit(HELD, NEXT))).isInstanceOf(LeaseWrite.Throttled.class);
        assertThat(answerOf(store.retire(HELD))).isInstanceOf(LeaseWrite.Throttled.class);
        assertThat(stub.requests()).as("one for each").hasSize(2);
    }

    @Test
    void everyCallWithoutAnAnswerSaysSo() throws Exception {
        script.add(Answer.error(400, "AccessDeniedException"));
        assertThat(answerOf(store.claim(HELD, "you"))).isInstanceOf(LeaseWrite.Unknown.class);
        assertThat(answerOf(store.release(HELD))).isInstanceOf(LeaseWrite.Unknown.class);
        assertThat(answerOf(store.end(HELD))).isInstanceOf(LeaseWrite.Unknown.class);
        assertThat(answerOf(store.retire(HELD))).isInstanceOf(LeaseWrite.Unknown.class);
        assertThatThrownBy(() -> answerOf(store.begin(STREAM, Position.LATEST))).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> answerOf(store.read(HELD.shard()))).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> answerOf(store.members(STREAM))).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> answerOf(store.beat(STREAM, new Member("me", 1, null, "", 0))))
                .isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> answerOf(store.view(STREAM))).isInstanceOf(ExecutionException.class);
    }

    @Test
    void noAnswerWithinAThirdOfTheLeasePeriodIsUnknown() throws Exception {
        LeaseWrite outcome =
                answerOf(store(threads, Duration.ofMillis(600), TestTable.CLOCK).release(HELD));
        assertThat(outcome).isInstanceOfSatisfying(LeaseWrite.Unknown.class, unknown -> assertThat(unknown.cause())
                .isInstanceOf(ApiCallTimeoutException.class));
    }

    @Test
    void aWriteThatWasDoneBeforeItsAnswerWasLostIsApplied() throws Exception {
        Lease free = new Lease(HELD.shard(), true, null, 6, "100", null, List.of(), false, null);
        assertThat(afterLostAnswer(held("me", 7, "100"), () -> store.claim(free, "me")))
                .isInstanceOf(LeaseWrite.Applied.class);
        assertThat(afterLostAnswer(held("me", 7, "200"), () -> store.commit(HELD, NEXT)))
                .isInstanceOf(LeaseWrite.Applied.class);
        assertThat(afterLostAnswer(",\"LeaseEpoch\":{\"N\":\"7\"}", () -> store.release(HELD)))
                .isInstanceOf(LeaseWrite.Applied.class);
        assertThat(afterLostAnswer(
                        ",\"LeaseEpoch\":{\"N\":\"7\"},\"EndedAt\":{\"S\":\"2026-01-31T08:00:00Z\"}",
                        () -> store.end(HELD)))
                .isInstanceOf(LeaseWrite.Applied.class);
        assertThat(afterLostAnswer(null, () -> store.retire(HELD))).isEqualTo(new LeaseWrite.Refused(null));
    }

    @Test
    void aWriteThatAnotherOneOvertookIsRefused() throws Exception {
        Lease free = new Lease(HELD.shard(), true, null, 6, "100", null, List.of(), false, null);
        assertThat(afterLostAnswer(held("you", 7, "100"), () -> store.claim(free, "me")))
                .isInstanceOf(LeaseWrite.Refused.class);
        assertThat(afterLostAnswer(held("me", 8, "100"), () -> store.claim(free, "me")))
                .isInstanceOf(LeaseWrite.Refused.class);
        assertThat(afterLostAnswer(held("you", 8, "200"), () -> store.commit(HELD, NEXT)))
                .isInstanceOf(LeaseWrite.Refused.class);
        assertThat(afterLostAnswer(held("me", 7, "300"), () -> store.commit(HELD, NEXT)))
                .isInstanceOf(LeaseWrite.Refused.class);
        assertThat(afterLostAnswer(",\"LeaseEpoch\":{\"N\":\"8\"}", () -> store.release(HELD)))
                .isInstanceOf(LeaseWrite.Refused.class);
        assertThat(afterLostAnswer(",\"LeaseEpoch\":{\"N\":\"7\"}", () -> store.end(HELD)))
                .isInstanceOf(LeaseWrite.Refused.class);
        assertThat(afterLostAnswer(null, () -> store.commit(HELD, NEXT))).isEqualTo(new LeaseWrite.Refused(null));
    }

    private interface Call {
        CompletionStage<LeaseWrite> send();
    }

    /** The first try gets no answer, the caller tries again, and the row is already like this. */
    private LeaseWrite afterLostAnswer(String row, Call call) throws Exception {
        synchronized (script) {
            script.clear();
            script.addAll(List.of(Answer.hangUp(), conditionFailed(row)));
        }
        int before = stub.requests().size();
        assertThat(answerOf(call.send())).isInstanceOf(LeaseWrite.Unknown.class);
        LeaseWrite outcome = answerOf(call.send());
        assertThat(stub.requests()).hasSize(before + 2);
        return outcome;
    }

    @Test
    void aHeartbeatThatWasDoneIsToldFromThatOfATwin() throws Exception {
        Instant seenAt = Instant.parse("2026-01-31T08:00:00Z");
        Member member = new Member("me", 3, seenAt, "h", 1);
        String row = ",\"Beat\":{\"N\":\"3\"},\"SeenAt\":{\"S\":\"";
        script.add(conditionFailed(row + seenAt + "\"}"));
        assertThat(answerOf(store.beat(STREAM, member))).isTrue();
        script.clear();
        script.add(conditionFailed(row + seenAt.plusSeconds(1) + "\"}"));
        assertThat(answerOf(store.beat(STREAM, member))).isFalse();
    }

    @Test
    void everyWriteHasAConditionAndNoneIsAPut() throws Exception {
        script.add(conditionFailed(held("you", 9, "1")));
        answerOf(store.claim(
                Lease.absent(new io.camelkinesis.engine.model.Shard(HELD.shard(), List.of(), false)), "me"));
        answerOf(store.claim(HELD, "you"));
        answerOf(store.commit(HELD, NEXT));
        answerOf(store.release(HELD));
        answerOf(store.end(HELD));
        answerOf(store.retire(HELD));
        answerOf(store.beat(STREAM, new Member("me", 1, null, "", 0)));
        answerOf(store.leave(STREAM, new Member("me", 1, null, "", 0)));
        assertThat(stub.requests()).hasSize(8).allSatisfy(request -> {
            assertThat(request.operation()).isIn("UpdateItem", "DeleteItem");
            assertThat(request.body())
                    .contains("\"ConditionExpression\":\"")
                    .contains("\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"");
        });
    }

    @Test
    void latestIsDecidedByTheClockOfTheService() throws Exception {
        Clock wrong = new Clock() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Instant now() {
                return Instant.parse("2001-01-01T00:00:00Z");
            }
        };
        script.add(Answer.json("{}"));
        GroupStart start =
                answerOf(store(threads, Duration.ofSeconds(30), wrong).begin(STREAM, Position.LATEST));
        assertThat(start.startedAt())
                .isBetween(Instant.now().minusSeconds(3600), Instant.now().plusSeconds(3600));
        assertThat(stub.requests())
                .extracting(Request::operation)
                .as("the queries look for rows that another program left")
                .containsExactly("GetItem", "Query", "Query", "UpdateItem");
        assertThat(stub.requests().get(3).body()).contains("AT_TIMESTAMP " + start.startedAt());
    }

    @Test
    void theCallerNeverWaits() {
        List<Runnable> held = new ArrayList<>();
        DynamoDbLeaseStore idle = store(held::add, Duration.ofSeconds(30), TestTable.CLOCK);
        assertThat(idle.commit(HELD, NEXT).toCompletableFuture()).isNotDone();
        assertThat(idle.view(STREAM).toCompletableFuture()).isNotDone();
        assertThat(held).hasSize(2);
        assertThat(stub.requests()).isEmpty();
    }

    @Test
    void aHeartbeatDoesNotWaitForOtherCalls() throws Exception {
        script.add(Answer.json("{}"));
        List<Runnable> stuck = new ArrayList<>();
        DynamoDbLeaseStore busy =
                new DynamoDbLeaseStore(client, "leases", Duration.ofSeconds(30), stuck::add, threads, TestTable.CLOCK);
        CompletionStage<LeaseWrite> commit = busy.commit(HELD, NEXT);
        assertThat(answerOf(busy.beat(STREAM, new Member("me", 1, null, "", 0))))
                .isTrue();
        assertThat(answerOf(busy.members(STREAM))).isEmpty();
        assertThat(commit.toCompletableFuture()).isNotDone();
        assertThat(stuck).hasSize(1);
    }

    @Test
    void anExecutorThatIsFullOrClosedIsAnOutcomeToo() throws Exception {
        DynamoDbLeaseStore full = store(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                Duration.ofSeconds(30),
                TestTable.CLOCK);
        assertThat(answerOf(full.commit(HELD, NEXT))).isInstanceOf(LeaseWrite.Unknown.class);
        assertThatThrownBy(() -> answerOf(full.view(STREAM))).hasRootCauseInstanceOf(RejectedExecutionException.class);
    }
}
