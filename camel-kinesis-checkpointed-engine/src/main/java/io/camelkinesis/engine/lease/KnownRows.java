// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a worker remembers of the rows of one stream, whatever becomes of them: the highest epoch of each shard, and the rows of
 * shards that were consumed. Pure.
 *
 * <p>A row that says otherwise under a higher epoch is believed: a reset raises the epoch and deletes nothing. One under an epoch that is
 * not higher is of one who has claimed the absent row and does not know of the end, and a row without an epoch is another
 * program's, which knows no ends; they do not undo one.
 */
final class KnownRows {

    /** Consumed shards that are remembered; the eldest are forgotten first. */
    private static final int MOST_ENDED = 20_000;
    /** Epochs that are remembered, also of shards that are of no interest now: they may be listed again. */
    private static final int MOST_EPOCHS = 20_000;

    private final Map<ShardId, Long> epochs = new HashMap<>();
    private final Map<ShardId, Lease> ended = new LinkedHashMap<>();

    /** Takes in a row. */
    void seen(Lease row) {
        ShardId shard = row.shard();
        epochs.merge(shard, row.epoch(), Math::max);
        Lease end = ended.get(shard);
        if (row.ended()) {
            if (end == null || row.epoch() >= end.epoch()) {
                ended.put(shard, row);
            }
        } else if (end != null && row.epoch() > end.epoch()) {
            ended.remove(shard);
        }
        if (ended.size() > MOST_ENDED) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    /** Rows of a view that do not say that their shards were consumed. */
    List<Lease> unknowing(Collection<Lease> view) {
        return view.stream()
                .filter(row -> !row.ended() && ended.containsKey(row.shard()))
                .toList();
    }

    /** The highest epoch that was seen of a shard, 0 when none was. */
    long epoch(ShardId shard) {
        return epochs.getOrDefault(shard, 0L);
    }

    /** The epoch under which a row is to be claimed: above its own, and above all that were seen before it vanished, if it did. */
    long next(Lease seen) {
        return Math.max(seen.epoch(), epoch(seen.shard())) + 1;
    }

    /**
     * The epoch under which a row that does not say that its shard was consumed is to say so again: the one of the end if the row allows it.
     * Nobody takes that for a reset, and everybody believes the reset that comes after it.
     */
    long again(Lease unknowing) {
        Lease end = ended.getOrDefault(unknowing.shard(), unknowing);
        return Math.max(unknowing.epoch() + 1, end.epoch());
    }

    /**
     * The rows of a view with what is known better than the view.
     *
     * @param isOfInterest whether a shard that has no row there is still of interest
     */
    List<Lease> completed(Collection<Lease> view, Predicate<ShardId> isOfInterest) {
        Map<ShardId, Lease> rows = new TreeMap<>();
        view.forEach(row -> rows.put(row.shard(), ended.getOrDefault(row.shard(), row)));
        vanished(view, isOfInterest).forEach(row -> rows.put(row.shard(), row));
        if (epochs.size() > MOST_EPOCHS) {
            epochs.keySet().removeIf(shard -> !rows.containsKey(shard) && !isOfInterest.test(shard));
        }
        return List.copyOf(rows.values());
    }

    /** The rows of consumed shards that a view lacks, under the highest epoch that is known. */
    List<Lease> vanished(Collection<Lease> view, Predicate<ShardId> isOfInterest) {
        Map<ShardId, Lease> missing = new TreeMap<>(ended);
        view.forEach(row -> missing.remove(row.shard()));
        List<Lease> vanished = new ArrayList<>();
        missing.values().stream().filter(row -> isOfInterest.test(row.shard())).forEach(vanished::add);
        return vanished;
    }
}
