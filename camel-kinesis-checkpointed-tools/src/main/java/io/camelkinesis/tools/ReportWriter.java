// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.StoredPosition;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.tools.Report.MemberReport;
import io.camelkinesis.tools.Report.ShardReport;
import io.camelkinesis.tools.Report.State;
import io.camelkinesis.tools.Report.StreamReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down what was looked at. */
final class ReportWriter {

    private final StreamLook look;
    private final ShardLineage lineage;
    private final Set<String> waiting;
    private final @Nullable BiFunction<Shard, Position, Fetch> probe;

    /** @param probe reads the next record of a shard, for its lag; null: lags are not asked for */
    ReportWriter(StreamLook look, @Nullable BiFunction<Shard, Position, Fetch> probe) {
        this.look = look;
        this.lineage = look.lineage();
        this.waiting = lineage.waiting().stream()
                .map(shard -> shard.id().name())
                .collect(Collectors.toCollection(TreeSet::new));
        this.probe = probe;
    }

    /** @param notes to stand beside those of the rows */
    StreamReport report(List<String> notes) {
        Map<String, ShardReport> shards = new TreeMap<>();
        look.listed().forEach(shard -> shards.put(shard.id().name(), shard(shard)));
        look.view()
                .leases()
                .forEach(lease -> shards.computeIfAbsent(lease.shard().name(), name -> gone(lease)));
        List<String> all = new ArrayList<>(notes);
        all.addAll(look.view().oddities());
        GroupStart start = look.group().start();
        return new StreamReport(
                look.stream().stream(),
                look.stream().group(),
                look.stream().tableKey(),
                start == null
                        ? null
                        : new LeaseDocument.Start(
                                StoredPosition.text(start.position()),
                                start.startedAt().toString()),
                List.copyOf(shards.values()),
                look.view().members().stream().map(ReportWriter::member).toList(),
                all);
    }

    private ShardReport shard(Shard shard) {
        Lease lease = lineage.lease(shard);
        if (lease.ended()) {
            return row(lease, State.ENDED, "end", shard.parents(), null, null, null);
        }
        State state = lease.owner() != null
                ? State.OWNED
                : waiting.contains(shard.id().name()) ? State.WAITING : State.FREE;
        GroupStart start = look.group().start();
        if (start == null && lease.checkpoint() == null && lease.startPosition() == null) {
            return row(lease, state, "undecided", shard.parents(), null, null, "the group has not begun");
        }
        GroupStart group = start == null
                ? new GroupStart(Position.TRIM_HORIZON, look.group().readAt())
                : start;
        Position from = lineage.start(shard, group);
        if (probe == null) {
            return row(lease, state, text(from), shard.parents(), null, null, "not asked for");
        }
        Fetch fetch = probe.apply(shard, from);
        if (fetch instanceof Fetch.Records records) {
            String arrival = records.records().isEmpty()
                    ? null
                    : records.records().get(0).arrival().toString();
            return row(lease, state, text(from), shard.parents(), records.millisBehindLatest(), arrival, null);
        }
        return row(lease, state, text(from), shard.parents(), null, null, reason(fetch));
    }

    private static ShardReport gone(Lease lease) {
        SequenceNumber checkpoint = lease.checkpoint();
        String position = lease.ended() ? "end" : checkpoint == null ? "" : checkpoint.toString();
        return row(lease, State.GONE, position, lease.parents(), null, null, "Kinesis does not list the shard");
    }

    private static ShardReport row(
            Lease lease,
            State state,
            String position,
            List<String> parents,
            @Nullable Long behind,
            @Nullable String arrival,
            @Nullable String unknown) {
        SequenceNumber checkpoint = lease.checkpoint();
        return new ShardReport(
                lease.shard().name(),
                state.name().toLowerCase(Locale.ROOT),
                lease.owner(),
                lease.epoch(),
                checkpoint == null ? lease.sequenceText() : checkpoint.digits(),
                checkpoint == null || !checkpoint.isPartial() ? null : (Long) checkpoint.subSequence(),
                position,
                parents,
                behind,
                arrival,
                unknown);
    }

    private static String text(Position from) {
        return from instanceof Position.After after ? after.sequence().toString() : StoredPosition.text(from);
    }

    private static String reason(Fetch fetch) {
        if (fetch instanceof Fetch.Throttled) {
            return "Kinesis throttled the read";
        }
        if (fetch instanceof Fetch.Failed failed) {
            return String.valueOf(failed.cause().getMessage());
        }
        return fetch instanceof Fetch.Gone ? "Kinesis does not know the shard" : "the read expired";
    }

    private static MemberReport member(Member member) {
        return new MemberReport(
                member.clientId(),
                member.host(),
                member.beat(),
                member.seenAt() == null ? null : member.seenAt().toString(),
                member.shards(),
                member.only());
    }
}
