// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.produce.PutOrdering;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.produce.PutRecord;
import io.camelkinesis.engine.produce.PutResult;
import io.camelkinesis.engine.produce.PutSettings;
import io.camelkinesis.engine.produce.Putter;
import io.camelkinesis.engine.produce.RecordResult;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.engine.produce.WhenFull;
import io.camelkinesis.test.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** One of four shards takes almost nothing: what the other three get, and what it costs in requests. On virtual time. */
class ThrottledShardTest {

    private static final int KEYS = 400;
    private static final int SHARDS = 4;
    private static final int THROTTLED = 0;
    private static final int TAKEN_PER_SECOND = 5;
    private static final Duration ROUND_TRIP = Duration.ofMillis(50);
    private static final Duration RUN = Duration.ofSeconds(30);
    private static final double LEAST_SHARE = 0.9;
    private static final double MOST_REQUESTS = 1.5;

    /** Every key sends its next record when its last one is in. */
    private static final class Run implements StreamWriter {
        private final boolean throttles;
        private final VirtualTime time = new VirtualTime();
        private final int[] taken = new int[SHARDS];
        private long second;
        private int takenInSecond;
        private int requests;
        private int rejections;
        private int secondHalfRejections;
        private final Putter putter = new Putter(
                new PutSettings(
                        PutOrdering.KEY,
                        500,
                        10 << 20,
                        Duration.ofMillis(5),
                        8,
                        -1,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(3),
                        null,
                        10_000,
                        64 << 20,
                        WhenFull.BLOCK),
                this,
                time,
                time,
                new SplittableRandom(1),
                event -> {});

        private Run(boolean throttles) {
            this.throttles = throttles;
            for (int key = 0; key < KEYS; key++) {
                next(key);
            }
            time.advance(RUN);
        }

        private void next(int key) {
            putter.put("orders", new PutRecord("" + key, null, new byte[10]), outcome -> {
                assertThat(outcome).isInstanceOf(PutOutcome.Put.class);
                taken[key % SHARDS]++;
                next(key);
            });
        }

        @Override
        public CompletionStage<PutResult> put(String stream, List<PutRecord> records) {
            requests++;
            List<RecordResult> results = new ArrayList<>();
            for (PutRecord record : records) {
                int shard = Integer.parseInt(record.partitionKey()) % SHARDS;
                results.add(
                        shard == THROTTLED && throttles && !takes()
                                ? new RecordResult.Rejected("ProvisionedThroughputExceededException", "Rate exceeded")
                                : new RecordResult.Accepted("shard-" + shard, "1"));
            }
            CompletableFuture<PutResult> answer = new CompletableFuture<>();
            time.schedule(() -> answer.complete(new PutResult.Answered(results)), ROUND_TRIP);
            return answer;
        }

        private boolean takes() {
            long now = time.elapsed().toSeconds();
            takenInSecond = now == second ? takenInSecond : 0;
            second = now;
            if (takenInSecond < TAKEN_PER_SECOND) {
                takenInSecond++;
                return true;
            }
            rejections++;
            secondHalfRejections += time.elapsed().compareTo(RUN.dividedBy(2)) > 0 ? 1 : 0;
            return false;
        }

        private int others() {
            return taken[1] + taken[2] + taken[3];
        }
    }

    @Test
    void theOthersKeepTheirPaceAndRequestsDoNotMultiply() {
        Run free = new Run(false);
        Run throttled = new Run(true);
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.1 one of 4 shards throttled to %d records a second: the other three take %.1f %% of what they take else, with"
                        + " %d instead of %d requests; %d of its records taken, %d rejected, %d of these in the second half%n",
                TAKEN_PER_SECOND,
                100.0 * throttled.others() / free.others(),
                throttled.requests,
                free.requests,
                throttled.taken[THROTTLED],
                throttled.rejections,
                throttled.secondHalfRejections);
        assertThat((double) throttled.others()).isGreaterThanOrEqualTo(LEAST_SHARE * free.others());
        assertThat((double) throttled.requests).isLessThanOrEqualTo(MOST_REQUESTS * free.requests);
    }
}
