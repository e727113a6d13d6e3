// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.produce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** G10 on virtual time: whatever is rejected or lost, each key stands in the stream in the order of sending. */
class PutOrderProofTest {

    private static final int SEEDS = 300;
    private static final int AGGREGATE_SEEDS = 60;
    /** Records of a request: the service's limit in the full proof. */
    private static final int REQUEST = Boolean.getBoolean("proofs.full") ? 500 : 100;

    @Test
    void eachPositionOfARequestIsRejectedOnce() {
        for (int position = 0; position < REQUEST; position++) {
            for (long seed = 1; seed <= 2; seed++) {
                PutTrial trial = new PutTrial(TrialPlan.ofPosition(position, REQUEST, seed));
                assertThat(trial.run()).as("position %d", position).isEmpty();
                assertThat(trial.writer.largest).isEqualTo(REQUEST);
                assertThat(trial.writer.rejections).isEqualTo(1);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.1 every record of a request of %d rejected, for each code: it alone is sent again%n",
                REQUEST);
    }

    @Test
    void seeds() {
        long records = 0;
        long requests = 0;
        long rejections = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            PutTrial trial = new PutTrial(TrialPlan.of(seed));
            assertThat(trial.run()).as("seed %d", seed).isEmpty();
            records += trial.plan.records();
            requests += trial.writer.requests;
            rejections += trial.writer.rejections;
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.1 %d seeds on virtual time, a sixth each with 1 %%, 10 %%, 50 %% rejected, another"
                        + " position rejected in each request, throttled shards, lost requests and lost answers: %d"
                        + " records in %d requests, %d rejections, per key in order, each done once, no duplicate where"
                        + " every outcome was known%n",
                SEEDS,
                records,
                requests,
                rejections);
    }

    @Test
    void aggregates() {
        long records = 0;
        long carried = 0;
        for (long seed = 1; seed <= AGGREGATE_SEEDS; seed++) {
            PutTrial trial = new PutTrial(TrialPlan.of(seed).aggregating());
            assertThat(trial.run()).as("seed %d", seed).isEmpty();
            records += trial.plan.records();
            carried += trial.writer.accepted;
        }
        assertThat(carried).as("records in the stream").isLessThan(records);
        System.out.printf(
                Locale.ROOT,
                "FIGURE producer.1 the same with aggregates on %d seeds: %d records in %d of the stream%n",
                AGGREGATE_SEEDS,
                records,
                carried);
    }
}
