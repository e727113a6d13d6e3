// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.record;
import static io.camelkinesis.engine.Given.records;
import static io.camelkinesis.engine.Given.seq;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that the service does not give when it is well: none ends a shard, stops it silently or delivers anything twice. */
class DoubtfulAnswersTest extends FetcherFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ShardFetcher fetcher = fetcher(Position.TRIM_HORIZON);

    private static Fetch noIterator(List<StreamRecord> records) {
        return new Fetch.Records(records, 0, null);
    }

    private static Fetch more(List<StreamRecord> records) {
        return new Fetch.Records(records, 1_000, new FakeReader.Place("more"));
    }

    private ReadStatus status() {
        return fetcher.status(rig.loop.nanoTime());
    }

    @Test
    void anAnswerWithoutANextIteratorIsNoEndAndItsRecordsAreDelivered() {
        rig.run(fetcher::open);
        answer(noIterator(records(1, 3)));

        assertThat(heard).containsExactly("seems ended", "fetched");
        assertThat(rig.reader.waiting).as("reads before the pause").isEmpty();
        rig.advance(MINUTE);
        FakeReader.Request again = rig.reader.next();
        assertThat(again.cursor()).isNull();
        assertThat(again.from()).isEqualTo(new Position.After(seq(3)));
        again.records(records(4, 4), 0);
        rig.settle();
        assertThat(taken()).containsExactly(seq(1), seq(2), seq(3), seq(4));
        assertThat(status().failures()).isZero();
    }

    @Test
    void suchAnswersAreToldWhenTheyRepeat() {
        rig.run(fetcher::open);
        for (int i = 0; i < 5; i++) {
            answer(noIterator(List.of()));
            rig.advance(MINUTE);
        }
        assertThat(heard).doesNotContain("end");
        assertThat(status().failures()).isEqualTo(5);
        assertThat(status().unanswered()).isGreaterThan(Duration.ofMinutes(4));
        assertThat(status().lastError()).isInstanceOf(UnusableAnswerException.class);
        assertThat(rig.events(WorkerEvent.FetchDelayed.class).get(4).persistent())
                .isTrue();
    }

    @Test
    void aShardThatIsListedAsClosedHasEndedWhenTheNextReadBringsNothing() {
        rig.run(fetcher::open);
        answer(noIterator(records(1, 2)));
        rig.run(fetcher::listedClosed);
        assertThat(heard).doesNotContain("end");
        rig.advance(MINUTE);
        answer(noIterator(List.of()));
        assertThat(heard).containsExactly("seems ended", "fetched", "end");
    }

    @Test
    void aReadThatWasSentBeforeTheListingProvesNothing() {
        rig.run(fetcher::open);
        answer(noIterator(List.of()));
        rig.advance(MINUTE);
        rig.run(fetcher::listedClosed);
        answer(noIterator(List.of()));
        assertThat(heard).doesNotContain("end");
        rig.advance(MINUTE);
        answer(noIterator(List.of()));
        assertThat(heard).contains("end");
    }

    @Test
    void aClosedShardThatIsStillBehindIsReadOn() {
        rig.run(fetcher::open);
        answer(noIterator(records(1, 2)));
        rig.run(fetcher::listedClosed);
        rig.advance(MINUTE);
        answer(noIterator(records(3, 4)));
        rig.advance(MINUTE);
        answer(new Fetch.Records(List.of(), 7, null));
        assertThat(heard).doesNotContain("end");
        rig.advance(MINUTE);
        answer(Fetch.Records.last(records(5, 5)));
        assertThat(heard).contains("end");
        assertThat(taken()).hasSize(5);
    }

    @Test
    void duplicatesAndRecordsThatGoBackwardAreDeliveredOnceAndInOrder() {
        rig.run(fetcher::open);
        answer(more(List.of(
                record(seq(2), "k", 1),
                record(seq(2), "k", 1),
                record(seq(5), "k", 1),
                record(seq(3), "k", 1),
                record(seq(1), "k", 1))));
        rig.advance(MINUTE);
        answer(more(List.of(record(seq(5), "k", 1), record(seq(4), "k", 1), record(seq(6), "k", 1))));
        assertThat(taken()).containsExactly(seq(1), seq(2), seq(3), seq(5), seq(6));
        assertThat(rig.bugs).isEmpty();
    }

    @Test
    void theOldIteratorAgainIsLeftBehindAndTold() {
        rig.run(fetcher::open);
        answer(more(records(1, 3)));
        rig.advance(MINUTE);
        answer(more(records(1, 3)));
        assertThat(status().failures()).isZero();
        rig.advance(MINUTE);
        answer(more(records(1, 3)));
        assertThat(status().failures()).isEqualTo(1);
        assertThat(status().lastError()).isInstanceOf(UnusableAnswerException.class);
        rig.advance(MINUTE);
        FakeReader.Request fresh = rig.reader.next();
        assertThat(fresh.cursor()).isNull();
        assertThat(fresh.from()).isEqualTo(new Position.After(seq(3)));
        fresh.records(records(4, 4), 0);
        rig.settle();
        assertThat(taken()).containsExactly(seq(1), seq(2), seq(3), seq(4));
    }

    @Test
    void anIteratorThatExpiresOnceIsMadeAgainAtOnceAndOneThatAlwaysDoesIsAFailure() {
        rig.run(fetcher::open);
        answer(more(records(1, 1)));
        rig.advance(MINUTE);
        answer(new Fetch.Expired());
        assertThat(status().failures()).isZero();
        rig.advance(ReadSpacing.LEAST);
        answer(new Fetch.Expired());
        assertThat(status().failures()).isEqualTo(1);
        assertThat(rig.reader.waiting).as("reads before the back-off").isEmpty();
        int reads = rig.reader.reads;
        for (int i = 0; i < 200; i++) {
            rig.advance(Duration.ofSeconds(3));
            while (!rig.reader.waiting.isEmpty()) {
                answer(new Fetch.Expired());
            }
        }
        assertThat(rig.reader.reads - reads).as("reads in ten minutes").isBetween(5, 40);
        assertThat(status().unanswered()).isGreaterThan(Duration.ofMinutes(9));
        rig.advance(MINUTE);
        answer(more(records(2, 2)));
        assertThat(status().failures()).isZero();
        assertThat(taken()).containsExactly(seq(1), seq(2));
    }
}
