// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.consume.Cursor;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamIdentity;
import io.camelkinesis.test.lease.TableCapacity;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Brings the {@link Trouble}s of a plan over a world, and tells it of each that really happens. */
final class Troubles {

    /** Troubles that come over a worker, or a row, at a moment: most of each in a world. */
    private static final int MOST_MOMENTS = 6;

    private static final int MOST_MILLIS_CUT_OFF = 120_000;
    private static final int MOST_MILLIS_EXPIRED = 60_000;
    private static final int MOST_MILLIS_LATE = 60_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Chance per listing and per read, at the most. There are few listings and many reads. */
    private static final double OF_A_LISTING = 0.4;

    private static final double OF_A_READ = 0.02;
    /** Timers and turns of the loop are calls of a port too. */
    private static final double OF_A_PORT = 0.005;

    private static final double LEAST_SPARE = 1.2;
    private static final double MOST_SPARE = 3;
    private static final double LEAST_STARVED = 0.3;
    private static final int MOST_MILLIS_STARVED = 20_000;
    private static final int MOST_PERIODS_LEFT_OUT = 3;
    private static final Duration BURST = Duration.ofSeconds(1);

    /** A closed shard is read to its end with few reads. */
    private static final double OF_A_LAST_READ = 0.5;

    private static final List<Trouble> OF_A_WORKER =
            List.of(Trouble.EXPIRED_ALWAYS, Trouble.READS_CUT_OFF, Trouble.LISTINGS_CUT_OFF, Trouble.TABLE_CUT_OFF);
    private static final List<Trouble> OF_ROWS =
            List.of(Trouble.ENDED_ROW_GONE, Trouble.IDLE_ROW_GONE, Trouble.GROUP_ROW_GONE, Trouble.MEMBER_ROW_GONE);

    private final SimulationPlan plan;
    private final World world;
    private final Random random;
    /** Its own chance, so that worlds without these shards are what they were. */
    private final Random leaving;

    private final Map<String, Set<Trouble>> suffering = new HashMap<>();
    private final Map<String, Hidden> hidden = new HashMap<>();
    private long refusalsTold;
    private boolean over;
    /** Shards that were left out of the listings of all, each with the end of that. */
    private final Map<ShardId, Long> leftOut = new HashMap<>();

    /**
     * A shard that the listings of a worker lack, for less than the rebalancePeriod after which nobody can tell it from one that
     * has left. One listing at least shows it before they lack it again.
     */
    private record Hidden(ShardId shard, long untilNanos) {}

    Troubles(SimulationPlan plan, World world) {
        this.plan = plan;
        this.world = world;
        this.random = new Random(plan.seed() * 0x94D049BB133111EBL + 17);
        this.leaving = new Random(plan.seed() * 0xBF58476D1CE4E5B9L + 29);
    }

    void begin(Fleet fleet, Agenda agenda) {
        limitAsUsual();
        for (Trouble trouble : Trouble.values()) {
            int moments = (int) Math.ceil(plan.troubles().of(trouble) * MOST_MOMENTS);
            for (int i = 0; i < moments; i++) {
                if (OF_A_WORKER.contains(trouble)) {
                    agenda.in(plan.moment(random), () -> comeOver(fleet, trouble));
                } else if (OF_ROWS.contains(trouble)) {
                    agenda.in(plan.moment(random), () -> rowGone(trouble));
                } else if (trouble == Trouble.TABLE_STARVED) {
                    agenda.in(plan.moment(random), this::starve);
                } else if (trouble == Trouble.RETENTION_OVER) {
                    agenda.in(plan.moment(leaving), this::retentionOver);
                } else if (trouble == Trouble.OPEN_LEFT_OUT) {
                    agenda.in(plan.moment(leaving), this::leaveOut);
                }
            }
        }
    }

    /** All troubles are over. */
    void end() {
        over = true;
        tellRefusals(Trouble.TABLE_SCARCE);
        world.table.unlimit();
        suffering.clear();
    }

    private boolean happens(Trouble trouble, double most) {
        double chance = plan.troubles().of(trouble);
        return !over && chance > 0 && random.nextDouble() < chance * most;
    }

    private void happened(String who, Trouble trouble) {
        world.observe(new Observation.Troubled(who, trouble));
    }

    /** What the table takes while it is not starved: not much more than is needed, if it is scarce. */
    private void limitAsUsual() {
        double scarce = plan.troubles().of(Trouble.TABLE_SCARCE);
        if (scarce > 0) {
            limit(MOST_SPARE - scarce * (MOST_SPARE - LEAST_SPARE));
        } else {
            world.table.unlimit();
        }
    }

    private void starve() {
        tellRefusals(Trouble.TABLE_SCARCE);
        limit(LEAST_STARVED + random.nextDouble() * (1 - LEAST_STARVED));
        world.time.schedule(
                () -> {
                    if (!over) {
                        tellRefusals(Trouble.TABLE_STARVED);
                        limitAsUsual();
                    }
                },
                Duration.ofMillis(random.nextInt(MOST_MILLIS_STARVED)));
    }

    /** @param part of what the fleet needs: heartbeats, commits of all shards, and looks each second while it is on the move */
    private void limit(double part) {
        double heartbeats = plan.workers() * 3.0 / plan.leasePeriod().toSeconds();
        double commits = (double) plan.shards() / plan.commitPeriod().toSeconds();
        double looks = 2.0 * plan.workers();
        world.table.limit(new TableCapacity.Limit(part * (heartbeats + commits), part * looks, BURST));
    }

    private void tellRefusals(Trouble trouble) {
        if (world.table.refusals() > refusalsTold) {
            refusalsTold = world.table.refusals();
            happened("", trouble);
        }
    }

    /** Whether a call of a port is made; throws instead, or says that null is the answer. */
    boolean lets(String worker, Method method) {
        if (happens(Trouble.PORT_THROWS, OF_A_PORT)) {
            happened(worker, Trouble.PORT_THROWS);
            throw new PlantedError(method);
        }
        if (method.getReturnType() == CompletionStage.class && happens(Trouble.NULL_ANSWER, OF_A_READ)) {
            happened(worker, Trouble.NULL_ANSWER);
            return false;
        }
        return true;
    }

    private boolean suffers(String worker, Trouble trouble) {
        return suffering.getOrDefault(worker, Set.of()).contains(trouble);
    }

    private void comeOver(Fleet fleet, Trouble trouble) {
        List<SimulatedWorker> alive = fleet.alive();
        if (alive.isEmpty()) {
            return;
        }
        SimulatedWorker worker = pick(alive);
        int most = trouble == Trouble.EXPIRED_ALWAYS ? MOST_MILLIS_EXPIRED : MOST_MILLIS_CUT_OFF;
        if (trouble == Trouble.TABLE_CUT_OFF) {
            fleet.outage(worker, true);
            happened(worker.name(), trouble);
        }
        suffering
                .computeIfAbsent(worker.name(), name -> EnumSet.noneOf(Trouble.class))
                .add(trouble);
        world.time.schedule(
                () -> {
                    if (!over) {
                        suffering.get(worker.name()).remove(trouble);
                        if (trouble == Trouble.TABLE_CUT_OFF) {
                            fleet.outage(worker, false);
                        }
                    }
                },
                Duration.ofMillis(random.nextInt(most)));
    }

    /** A row of the group, or one of a shard, is always left: where there is none nobody can tell that the group has begun. */
    private void rowGone(Trouble trouble) {
        boolean begun = world.table.hasBegun(World.STREAM_ID);
        int shardRows = world.table.leases(World.STREAM_ID).size();
        if (trouble == Trouble.GROUP_ROW_GONE) {
            if (begun && shardRows > 0) {
                world.table.deleteGroup(World.STREAM_ID);
                happened("", trouble);
            }
        } else if (trouble == Trouble.MEMBER_ROW_GONE) {
            List<Member> members = world.table.members(World.STREAM_ID);
            if (!members.isEmpty()) {
                String member = pick(members).clientId();
                world.table.deleteMember(World.STREAM_ID, member);
                happened(member, trouble);
            }
        } else {
            boolean ended = trouble == Trouble.ENDED_ROW_GONE;
            List<Lease> rows = world.table.leases(World.STREAM_ID).stream()
                    .filter(lease -> lease.owner() == null && lease.ended() == ended)
                    .toList();
            if (!rows.isEmpty() && (begun || shardRows > 1)) {
                ShardId shard = pick(rows).shard();
                world.table.delete(shard);
                happened("", trouble);
                world.observe(new Observation.RowVanished(shard));
            }
        }
    }

    /** One that has been consumed, what has not is lost when its time is over; and not before its parents, which are older. */
    private void retentionOver() {
        List<String> open = world.kinesis.openShards(World.STREAM);
        List<String> listed = world.kinesis.shards(World.STREAM);
        List<String> consumed = listed.stream()
                .filter(shard -> !open.contains(shard) && world.isConsumed(shard))
                .filter(shard -> world.parents(shard).stream().noneMatch(listed::contains))
                .toList();
        if (!consumed.isEmpty()) {
            world.kinesis.forget(World.STREAM, consumed.get(leaving.nextInt(consumed.size())));
            happened("", Trouble.RETENTION_OVER);
        }
    }

    private void leaveOut() {
        List<String> open = world.kinesis.openShards(World.STREAM);
        ShardId shard = World.STREAM_ID.shard(open.get(leaving.nextInt(open.size())));
        double periods = 1 + MOST_PERIODS_LEFT_OUT * leaving.nextDouble();
        leftOut.put(shard, world.time.nanoTime() + (long) (periods * Fleet.REBALANCE_PERIOD.toNanos()));
    }

    /** Closed shards are shown: what lacks them for so long says that they have left, and their children go on. */
    private List<Shard> withoutLeftOut(String worker, List<Shard> shards) {
        List<Shard> rest = shards.stream()
                .filter(shard ->
                        shard.closed() || leftOut.getOrDefault(shard.id(), Long.MIN_VALUE) <= world.time.nanoTime())
                .toList();
        if (over || rest.isEmpty() || rest.size() == shards.size()) {
            return shards;
        }
        happened(worker, Trouble.OPEN_LEFT_OUT);
        return rest;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Listings as this worker gets them. */
    ShardLister lister(String worker, ShardLister lister) {
        return new TroubledLister(worker, lister);
    }

    private final class TroubledLister implements ShardLister {
        private final String worker;
        private final ShardLister lister;

        private TroubledLister(String worker, ShardLister lister) {
            this.worker = worker;
            this.lister = lister;
        }

        @Override
        public CompletionStage<List<Shard>> list(StreamId stream) {
            if (suffers(worker, Trouble.LISTINGS_CUT_OFF)) {
                return silence("ListShards");
            }
            if (happens(Trouble.LATE_LISTING, OF_A_LISTING)) {
                happened(worker, Trouble.LATE_LISTING);
                return world.late(CompletableFuture.completedFuture(stream), late())
                        .thenCompose(lister::list);
            }
            CompletionStage<List<Shard>> answer = lister.list(stream).thenApply(shards -> falsified(worker, shards));
            if (happens(Trouble.STALE_LISTING, OF_A_LISTING)) {
                happened(worker, Trouble.STALE_LISTING);
                return world.late(answer, late());
            }
            return answer;
        }

        @Override
        public CompletionStage<Optional<StreamIdentity>> identity(StreamId stream) {
            return suffers(worker, Trouble.LISTINGS_CUT_OFF)
                    ? silence("DescribeStreamSummary")
                    : lister.identity(stream);
        }

        private <T> CompletionStage<T> silence(String operation) {
            happened(worker, Trouble.LISTINGS_CUT_OFF);
            CompletionStage<T> none = CompletableFuture.failedFuture(new TimeoutException("No answer to " + operation));
            return world.late(none, TIMEOUT);
        }
    }

    private Duration late() {
        return Duration.ofMillis(random.nextInt(MOST_MILLIS_LATE));
    }

    private List<Shard> falsified(String worker, List<Shard> all) {
        if (happens(Trouble.EMPTY_LISTING, OF_A_LISTING)) {
            happened(worker, Trouble.EMPTY_LISTING);
            return List.of();
        }
        List<Shard> shards = withoutLeftOut(worker, all);
        Hidden last = hidden.get(worker);
        if (last != null && last.untilNanos() - world.time.nanoTime() <= 0) {
            hidden.remove(worker);
            return shards;
        }
        if (last == null && happens(Trouble.LACKING_LISTING, OF_A_LISTING)) {
            long hiding = (long) (random.nextDouble() * Fleet.REBALANCE_PERIOD.toNanos());
            ShardId shard = pick(shards).id();
            if (!leftOut.containsKey(shard)) {
                hidden.put(worker, new Hidden(shard, world.time.nanoTime() + hiding));
            }
        }
        Hidden present = hidden.get(worker);
        if (present == null || over) {
            return shards;
        }
        happened(worker, Trouble.LACKING_LISTING);
        return shards.stream()
                .filter(shard -> !shard.id().equals(present.shard()))
                .toList();
    }

    /** Reads as this worker gets them. */
    ShardReader reader(String worker, ShardReader reader) {
        return new TroubledReader(worker, reader);
    }

    private final class TroubledReader implements ShardReader {
        private final String worker;
        private final ShardReader reader;

        private TroubledReader(String worker, ShardReader reader) {
            this.worker = worker;
            this.reader = reader;
        }

        @Override
        public CompletionStage<Fetch> fetch(ShardId shard, Position from, @Nullable Cursor cursor, int limit) {
            if (suffers(worker, Trouble.READS_CUT_OFF)) {
                happened(worker, Trouble.READS_CUT_OFF);
                return after(TIMEOUT, new Fetch.Failed(new TimeoutException("No answer to GetRecords")));
            }
            if (suffers(worker, Trouble.EXPIRED_ALWAYS)) {
                happened(worker, Trouble.EXPIRED_ALWAYS);
                return after(Duration.ofMillis(1), new Fetch.Expired());
            }
            if (happens(Trouble.GONE, OF_A_READ)) {
                happened(worker, Trouble.GONE);
                return after(
                        Duration.ofMillis(1),
                        new Fetch.Gone(new IllegalStateException("Shard " + shard + " is said not to exist")));
            }
            return reader.fetch(shard, from, cursor, limit).thenApply(fetch -> falsified(shard, fetch));
        }

        private CompletionStage<Fetch> after(Duration delay, Fetch fetch) {
            return world.late(CompletableFuture.completedFuture(fetch), delay);
        }

        private Fetch falsified(ShardId shard, Fetch fetch) {
            if (!(fetch instanceof Fetch.Records records)) {
                return fetch;
            }
            boolean open = world.kinesis.openShards(World.STREAM).contains(shard.name());
            Trouble trouble = open ? Trouble.NO_NEXT_ITERATOR : Trouble.CUT_OFF_END;
            if (!happens(trouble, open ? OF_A_READ : OF_A_LAST_READ)) {
                return fetch;
            }
            happened(worker, trouble);
            // an answer without any field is a failed read to the readers of services; and one that hides the last
            // records of
            // a closed shard, says that there are none, and does so twice, is no different from an honest one
            return !open || random.nextBoolean()
                    ? new Fetch.Records(records.records(), records.millisBehindLatest(), null)
                    : new Fetch.Records(List.of(), 0, null);
        }

        @Override
        public void release(Cursor cursor) {
            reader.release(cursor);
        }
    }
}
