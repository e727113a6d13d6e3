// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;

import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import java.util.ArrayList;
import java.util.List;

/** A fetcher of one shard, with what it reads from, what it fills, and what it tells. */
abstract class FetcherFixture {

    final ConsumeRig rig = new ConsumeRig();
    final WaitingRecords waiting = new WaitingRecords();
    /** Everything it told, in order. */
    final List<String> heard = new ArrayList<>();

    final ShardFetcher.Reader listener = new ShardFetcher.Reader() {
        @Override
        public void fetched() {
            heard.add("fetched");
        }

        @Override
        public void endOfShard() {
            heard.add("end");
        }

        @Override
        public void seemsEnded() {
            heard.add("seems ended");
        }

        @Override
        public void gone(Throwable cause) {
            heard.add("gone: " + cause.getMessage());
        }
    };

    final ShardFetcher fetcher(Position from) {
        return new ShardFetcher(SHARD, from, rig.context(), waiting, listener);
    }

    /** Takes all that waits, as a window does, and gives the room back. */
    final List<SequenceNumber> taken() {
        List<SequenceNumber> taken = new ArrayList<>();
        while (!waiting.isEmpty()) {
            int bytes = (int) waiting.peek().memoryBytes();
            taken.add(waiting.poll().sequence());
            rig.budget.dropped(bytes, 1);
        }
        rig.settle();
        return taken;
    }

    /** The answer to the read that waits. */
    final void answer(Fetch fetch) {
        rig.reader.next().answer(fetch);
        rig.settle();
    }
}
