// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.engine.lineage.ShardLineage;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Member;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Members that may not be given every shard: each shard is shared among those that may, and by no others. */
class NamedShardsTest {

    private static final StreamId STREAM = StreamId.of("orders");
    private static final List<String> ALL = null;
    private static final int SHARDS = 8;

    private final Map<String, List<String>> fleet = new TreeMap<>();

    @Test
    void whoNamesShardsAloneReadsThemAlone() {
        fleet.put("a", names(0));
        fleet.put("b", names(1));
        fleet.put("c", names(2, 3));
        assertThat(claims()).isEqualTo(Map.of("a", names(0), "b", names(1), "c", names(2, 3)));
    }

    @Test
    void replicasThatNameTheSameShardsShareThem() {
        fleet.put("a", names(0, 1, 2, 3));
        fleet.put("b", names(0, 1, 2, 3));
        assertThat(claims().values()).allMatch(claimed -> claimed.size() == 2);
        assertThat(claimed()).containsExactlyInAnyOrderElementsOf(names(0, 1, 2, 3));
    }

    @Test
    void whoReadsAllReadsWhatNobodyNames() {
        fleet.put("all-1", ALL);
        fleet.put("all-2", ALL);
        fleet.put("few", names(0, 1));
        Map<String, List<String>> claims = claims();
        assertThat(claimed()).containsExactlyInAnyOrderElementsOf(names(0, 1, 2, 3, 4, 5, 6, 7));
        assertThat(names(0, 1)).containsAll(claims.get("few"));
    }

    @Test
    void whoLeavesIsGivenNothing() {
        fleet.put("leaving", names());
        fleet.put("a", ALL);
        fleet.put("b", ALL);
        Map<String, List<String>> claims = claims();
        assertThat(claims.get("a")).hasSize(4);
        assertThat(claims.get("b")).hasSize(4);
    }

    @Test
    void whatAMemberMayBeGivenIsLookedAtAnewWhenItChanges() {
        Membership membership = new Membership("self", Duration.ofSeconds(15));
        membership.observe(List.of(new Member("a", 1, null, "host", 3)), 0, 0, Instant.EPOCH);
        assertThat(membership
                        .observe(List.of(new Member("a", 2, null, "host", 3, names(1))), 1, 1, Instant.EPOCH)
                        .any())
                .isTrue();
        assertThat(membership
                        .observe(List.of(new Member("a", 3, null, "host", 3, names(1))), 2, 2, Instant.EPOCH)
                        .any())
                .isFalse();
        assertThat(membership
                        .observe(List.of(new Member("a", 4, null, "host", 3)), 3, 3, Instant.EPOCH)
                        .any())
                .isTrue();
        assertThat(membership.isUniform()).isTrue();
    }

    @Test
    void rowsThatNobodyNeedsAreClearedAwayByTheFirstThatReadThem() {
        fleet.put("a", names(0));
        fleet.put("b", names(0, 7));
        fleet.put("c", names(7));
        Shard gone = shard(7);
        Lease row = Lease.absent(gone).claimedBy("x", "T").consumed();
        Lease child = Lease.absent(new Shard(shard(8).id(), List.of(gone.id().name()), false))
                .claimedBy("x", "T");
        assertThat(tidy("b", List.of(row, child))).containsExactly(new LeaseAction.Retire(row));
        assertThat(tidy("c", List.of(row, child))).isEmpty();
    }

    private List<LeaseAction> tidy(String self, List<Lease> rows) {
        Membership membership = membership(self);
        return LeasePlan.tidy(
                self, List.of(new LeasePlan.Scene(new ShardLineage(List.of(), rows), membership, membership.alive())));
    }

    private List<String> claimed() {
        return claims().values().stream().flatMap(List::stream).toList();
    }

    /** What each member claims when all rows are missing. */
    private Map<String, List<String>> claims() {
        Map<String, List<String>> claims = new TreeMap<>();
        for (String self : fleet.keySet()) {
            List<String> own = fleet.get(self);
            List<Shard> listed = new ArrayList<>();
            for (int i = 0; i < SHARDS; i++) {
                if (own == null || own.contains(shard(i).id().name())) {
                    listed.add(shard(i));
                }
            }
            Membership membership = membership(self);
            LeasePlan.Scene scene =
                    new LeasePlan.Scene(new ShardLineage(listed, List.of()), membership, membership.alive());
            claims.put(
                    self,
                    LeasePlan.decide(self, List.of(scene), new FakeHolder()).stream()
                            .map(action ->
                                    ((LeaseAction.Claim) action).shard().id().name())
                            .sorted()
                            .toList());
        }
        return claims;
    }

    private Membership membership(String self) {
        Membership membership = new Membership(self, Duration.ofSeconds(15));
        List<Member> members = new ArrayList<>();
        fleet.forEach((id, only) -> members.add(new Member(id, 1, null, "host", 0, only)));
        membership.observe(members, 0, 0, Instant.EPOCH);
        return membership;
    }

    private static List<String> names(int... numbers) {
        List<String> names = new ArrayList<>();
        for (int number : numbers) {
            names.add(shard(number).id().name());
        }
        return names;
    }

    private static Shard shard(int number) {
        return new Shard(new ShardId(STREAM, "shardId-" + number), List.of(), false);
    }
}
