// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A shard whose lease term is over is not read: it may be somebody else's. */
class FencedReadingTest {

    private final ConsumerFixture shard = new ConsumerFixture();
    private final ConsumeRig rig = shard.rig;

    @Test
    void noReadIsSentAfterTheTermAndReadingGoesOnInTheNext() {
        shard.begun();
        shard.bring(1, 3);
        shard.fence();
        int before = rig.reader.reads;
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.reader.reads).isEqualTo(before);

        shard.renew();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.reader.reads).isGreaterThan(before);
        assertThat(rig.reader.next().from()).isEqualTo(new Position.After(seq(3)));
    }

    @Test
    void theTermCountsAndNotWhoNoticesFirst() {
        shard.begun();
        shard.bring(1, 3);
        int before = rig.reader.reads;
        shard.overUnnoticed();
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.reader.reads).isEqualTo(before);
    }

    @Test
    void whatWasOnItsWayIsTakenAndDeliveredInTheNextTerm() {
        shard.begun();
        shard.fence();
        shard.bring(1, 1);
        assertThat(rig.sink.of(seq(1)).start()).isFalse();
        rig.settle();
        shard.renew();
        rig.complete(1);
    }

    @Test
    void aSubscriptionIsLeftWhenTheTermIsOver() {
        rig.reader.pushed = true;
        shard.begun();
        shard.bring(1, 3);
        assertThat(rig.reader.released).isEmpty();
        shard.fence();
        assertThat(rig.reader.released).hasSize(1);
        rig.reader.next().answer(new Fetch.Expired());
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.reader.waiting).isEmpty();

        shard.renew();
        rig.advance(Duration.ofSeconds(1));
        assertThat(rig.reader.next().cursor()).as("a new subscription").isNull();
    }

    @Test
    void aSubscriptionThatBeginsWhileTheTermEndsIsLeftWithItsFirstEvent() {
        rig.reader.pushed = true;
        shard.begun();
        shard.fence();
        shard.bring(1, 3);
        assertThat(rig.reader.released).hasSize(1);
        assertThat(rig.reader.waiting).isEmpty();
    }

    @Test
    void aResumeInAnEndedTermReadsNothing() {
        shard.begun();
        shard.bring(1, 3);
        shard.fence();
        rig.run(shard.consumer::pause);
        rig.run(shard.consumer::resume);
        int before = rig.reader.reads;
        rig.advance(ConsumerFixture.HOUR);
        assertThat(rig.reader.reads).isEqualTo(before);
    }

    @Test
    void roomThatWasAskedForBeforeIsGivenBack() {
        shard.begun();
        shard.bring(1, 3);
        rig.complete(1, 2, 3);
        shard.fence();
        shard.lose();
        rig.assertClean();
    }
}
