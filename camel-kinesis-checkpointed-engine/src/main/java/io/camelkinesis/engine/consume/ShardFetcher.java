// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.Packing;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.TaskScheduler.Cancellable;
import io.camelkinesis.engine.runtime.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a shard ahead of its delivery: asks for room, fetches, appends to the waiting records, and keeps the place where
 * reading stands. At most one read of the shard is on its way.
 */
final class ShardFetcher {

    /** Whom it reads for. */
    interface Reader {
        /** Whether the lease allows a read to be sent now. */
        default boolean mayRead() {
            return true;
        }

        /** Records have been appended to the waiting ones. */
        void fetched();

        /** Whether it cannot do anything with the records that wait until there are more. */
        default boolean wantsMore() {
            return false;
        }

        /** The end of the shard has been read; what waits is the last. */
        void endOfShard();

        /**
         * An answer names no place to go on and proves no end. Who can find out whether the shard is listed as closed, by a
         * listing that is asked for from now on, tells by {@link #listedClosed()}; reading goes on all the while.
         */
        void seemsEnded();

        /** The service does not know the shard. Reading goes on after a while unless somebody stops it. */
        void gone(Throwable cause);
    }

    private final ShardId shard;
    private final ConsumeContext context;
    private final SerialLoop loop;
    private final FetchPace pace;
    private final WaitingRecords waiting;
    private final Reader reader;

    private Position position;
    private @Nullable Cursor cursor;
    private ReceiveBudget.@Nullable Request room;
    private @Nullable Cancellable timer;
    private boolean fetching;
    private boolean open;
    /** The end of the shard has been read. */
    private boolean ended;

    private boolean closed;
    private boolean sparing;
    private final ReadRecord record;
    private final EndOfShard end = new EndOfShard();
    /** Reads in a row that were refused because their cursor was too old. */
    private int expired;
    /** Answers in a row that brought only what had been read. */
    private int repeated;

    private long millisBehindLatest = -1;

    ShardFetcher(ShardId shard, Position from, ConsumeContext context, WaitingRecords waiting, Reader reader) {
        this.shard = shard;
        this.position = from;
        this.context = context;
        this.loop = context.loop();
        this.pace = new FetchPace(context.settings(), context.random());
        this.waiting = waiting;
        this.reader = reader;
        this.record = new ReadRecord(loop.nanoTime());
    }

    /** Starts reading, or goes on after {@link #stop()}. */
    void open() {
        open = !ended && !closed;
        kick();
    }

    /** Reads no more; the answer to a read that is on its way is dropped. */
    void stop() {
        open = false;
        callOff();
    }

    /**
     * Sends no read and lets no subscription go on until it is {@link #kick kicked} when it {@link Reader#mayRead may read}
     * again. What is on its way is taken.
     */
    void rest() {
        callOff();
        endSubscription();
    }

    private void callOff() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        giveRoomBack();
    }

    private void giveRoomBack() {
        if (room != null && !fetching) {
            room.cancel();
            room = null;
        }
    }

    /** What the service sends by itself is somebody else's to get now. */
    private void endSubscription() {
        if (cursor != null && context.reader().isPushed(shard, cursor)) {
            releaseCursor();
        }
    }

    /** Reads no more, ever. */
    void close() {
        stop();
        closed = true;
        releaseCursor();
    }

    /** Reads the next records if there are few waiting and the time has come; to be called when either may be so. */
    void kick() {
        if (!open || fetching || room != null || timer != null || sparing) {
            return;
        }
        if (!reader.mayRead()) {
            endSubscription();
            return;
        }
        if (waiting.size() > lowWater() && !reader.wantsMore()) {
            return;
        }
        long wait = pace.waitNanos(loop.nanoTime());
        if (wait > 0) {
            timer = loop.schedule(this::timeHasCome, Duration.ofNanos(wait));
            return;
        }
        long now = loop.nanoTime();
        int fair = context.budget().fairRecords();
        boolean pushed = context.reader().isPushed(shard, cursor);
        int wanted = pushed ? pace.pushedRecords(fair) : pace.limit(fair, waiting.taken(), now);
        long bytes = pushed ? pace.pushedBytes() : pace.expectedBytes(now);
        Grant grant = new Grant();
        ReceiveBudget.Request request =
                context.budget().request(bytes, StreamRecord.MOST_OVERHEAD_BYTES, wanted, () -> loop.execute(grant));
        room = request;
        grant.request = request;
    }

    /** A listing that was asked for after {@link Reader#seemsEnded} shows the shard closed. */
    void listedClosed() {
        end.listedClosed();
    }

    /** Whether what waits can be read again: no read is on its way, and the shard is still there. */
    boolean canEvict() {
        return !fetching && !closed;
    }

    /** Gives back what waits and reads it again when it is wanted: {@link #wanted()}. If it {@link #canEvict}. */
    void evict(Position resume) {
        if (!canEvict()) {
            return;
        }
        stop();
        context.budget().dropped(waiting.memoryBytes(), waiting.size());
        waiting.clear();
        releaseCursor();
        position = resume;
        ended = false;
        sparing = true;
        open = true;
    }

    /** The window has room again. */
    void wanted() {
        sparing = false;
        kick();
    }

    long millisBehindLatest() {
        return millisBehindLatest;
    }

    ReadStatus status(long now) {
        return record.status(now);
    }

    private int lowWater() {
        return context.budget().fairRecords() / 2;
    }

    private void timeHasCome() {
        timer = null;
        kick();
    }

    private void releaseCursor() {
        if (cursor != null) {
            context.reader().release(cursor);
            cursor = null;
        }
    }

    /** The room for a read has been granted. */
    private final class Grant implements Runnable {
        private ReceiveBudget.@Nullable Request request;

        @Override
        public void run() {
            if (room == null || room != request) {
                return;
            }
            if (reader.mayRead()) {
                fetch(room.records(), room);
            } else {
                rest();
            }
        }
    }

    private void fetch(int limit, ReceiveBudget.Request granted) {
        fetching = true;
        record.asked(loop.nanoTime());
        end.reading();
        pace.reading(loop.nanoTime(), waiting.taken());
        loop.when(context.reader().fetch(shard, position, cursor, limit), (fetch, failure) -> {
            fetching = false;
            room = null;
            Fetch result = fetch != null ? fetch : new Fetch.Failed(causeOf(failure));
            if (!open) {
                record.dropped();
                granted.settle(0, 0);
                if (result instanceof Fetch.Records records && records.next() != null) {
                    cursor = records.next();
                }
                releaseCursor();
                return;
            }
            try {
                take(result, limit, granted);
            } finally {
                // no effect on room that was settled: what was taken keeps it
                granted.cancel();
            }
        });
    }

    private static Throwable causeOf(@Nullable Throwable failure) {
        return failure != null ? failure : new IllegalStateException("The shard reader answered nothing");
    }

    private void take(Fetch result, int limit, ReceiveBudget.Request granted) {
        if (result instanceof Fetch.Records records) {
            takeRecords(records, limit, granted);
            return;
        }
        granted.settle(0, 0);
        if (result instanceof Fetch.Expired) {
            releaseCursor();
            expired();
        } else if (result instanceof Fetch.Throttled throttled) {
            delayed(true, throttled.cause());
        } else if (result instanceof Fetch.Failed failed) {
            delayed(false, failed.cause());
        } else if (result instanceof Fetch.Gone gone) {
            releaseCursor();
            delayed(false, gone.cause());
            record.gone();
            reader.gone(gone.cause());
        }
        kick();
    }

    private void expired() {
        expired++;
        if (expired > 1) {
            delayed(false, UnusableAnswerException.expiredAtOnce());
        } else {
            record.answered(loop.nanoTime());
            pace.expired();
        }
    }

    private void delayed(boolean throttled, Throwable cause) {
        long now = loop.nanoTime();
        Duration delay = throttled ? pace.throttled(now) : pace.failed(now);
        int attempts = pace.failures();
        record.failed(attempts, throttled, cause, now);
        context.events()
                .on(new WorkerEvent.FetchDelayed(
                        shard,
                        throttled,
                        attempts,
                        attempts > context.settings().numRetries(),
                        cause,
                        delay));
    }

    private void takeRecords(Fetch.Records answer, int limit, ReceiveBudget.Request granted) {
        List<StreamRecord> records = behindPosition(inOrder(answer.records()));
        int firstPart = partsDone(records);
        long bytes = 0;
        long memory = 0;
        for (StreamRecord record : records) {
            bytes += record.data().length + record.partitionKey().length();
            memory += record.memoryBytes();
        }
        millisBehindLatest = answer.millisBehindLatest();
        if (!granted.covers(memory)) {
            record.answered(loop.nanoTime());
            granted.settle(0, 0);
            pace.tooLarge(bytes, memory);
            leavePushed(answer.next());
            kick();
            return;
        }
        granted.settle(memory, records.size());
        cursor = answer.next();
        Unpacking unpacking = answer.unpacking();
        if (unpacking != null) {
            context.events().on(unpacking.event(shard));
        }
        if (!records.isEmpty()) {
            position = new Position.After(records.get(records.size() - 1).sequence());
        }
        waiting.add(records, firstPart, millisBehindLatest, loop.nanoTime());
        ended = end.isProvenBy(answer, records);
        open = !ended;
        boolean usable = isUsable(answer, records);
        if (usable) {
            record.answered(loop.nanoTime());
            pace.read(answer.records().size(), bytes, memory, millisBehindLatest, limit);
            if (context.reader().isPushed(shard, cursor)) {
                pace.pushed();
            }
        }
        if (usable || !records.isEmpty()) {
            context.events().on(new WorkerEvent.Fetched(shard, records.size(), bytes, millisBehindLatest));
        }
        if (!records.isEmpty()) {
            reader.fetched();
        }
        if (ended) {
            reader.endOfShard();
        } else {
            kick();
        }
    }

    /** Whether reading can go on from this answer as if nothing were wrong; its records are good in any case. */
    private boolean isUsable(Fetch.Records answer, List<StreamRecord> unread) {
        expired = 0;
        repeated = unread.isEmpty() && !answer.records().isEmpty() ? repeated + 1 : 0;
        if (ended) {
            return true;
        }
        if (answer.next() == null) {
            delayed(false, UnusableAnswerException.unprovenEnd());
            reader.seemsEnded();
            return false;
        }
        end.goesOn();
        if (repeated > 1) {
            releaseCursor();
            delayed(false, UnusableAnswerException.nothingNew());
            return false;
        }
        return true;
    }

    /** Each record once and in the order of the shard, also when the answer is neither. */
    private static List<StreamRecord> inOrder(List<StreamRecord> records) {
        for (int i = 1; i < records.size(); i++) {
            if (records.get(i - 1).sequence().compareTo(records.get(i).sequence()) >= 0) {
                SortedMap<SequenceNumber, StreamRecord> sorted = new TreeMap<>();
                records.forEach(record -> sorted.putIfAbsent(record.sequence(), record));
                return List.copyOf(sorted.values());
            }
        }
        return records;
    }

    /** What the service sent and was dropped is not sent again behind a cursor; it is behind the position. */
    private void leavePushed(@Nullable Cursor next) {
        if (next != null && context.reader().isPushed(shard, next)) {
            cursor = next;
            releaseCursor();
        }
    }

    /** A position inside an aggregate is read from the aggregate's start: what is done already is left out. */
    private List<StreamRecord> behindPosition(List<StreamRecord> records) {
        if (records.isEmpty() || !(position instanceof Position.After after)) {
            return records;
        }
        SequenceNumber last = after.sequence();
        int from = 0;
        while (from < records.size() && lastPart(records.get(from)).compareTo(last) <= 0) {
            from++;
        }
        return from == 0 ? records : records.subList(from, records.size());
    }

    /** What comes last of the record: the last user record of an aggregate, or the record itself. */
    private static SequenceNumber lastPart(StreamRecord record) {
        boolean packed = record.packing() instanceof Packing.Packed;
        return packed ? record.sequence().part(record.parts() - 1L) : record.sequence();
    }

    /** How many user records of the first record are done; an aggregate that is not taken apart is delivered as a whole. */
    private int partsDone(List<StreamRecord> records) {
        if (records.isEmpty()
                || !(position instanceof Position.After after)
                || !after.sequence().isPartial()
                || !(records.get(0).packing() instanceof Packing.Packed)
                || !records.get(0).sequence().equals(after.sequence().whole())) {
            return 0;
        }
        return (int) after.sequence().subSequence() + 1;
    }
}
