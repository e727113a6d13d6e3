// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import static io.camelkinesis.engine.Given.SHARD;
import static io.camelkinesis.engine.Given.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a route may know of its delivery, and what the dispatcher gets to know of the route. */
class TicketTest implements Ticket.Outcome {

    private final ConsumeRig rig = new ConsumeRig();
    private final InFlight unit = new InFlight(List.of(record(7, "key")), 0, 0);
    private final List<String> outcomes = new ArrayList<>();
    private boolean closed;

    private final ConsumeContext context = rig.context();
    private final Ticket ticket = new Ticket(SHARD, context, this, unit, 3, () -> true);

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void refused(InFlight which) {
        outcomes.add("refused");
    }

    @Override
    public void processed(InFlight which) {
        outcomes.add("processed");
    }

    @Override
    public void completed(InFlight which) {
        outcomes.add("completed" + (which.storedByRoute ? ", stored" : ""));
    }

    @Override
    public void failed(InFlight which, Throwable cause) {
        outcomes.add("failed");
    }

    @Test
    void itCountsUntilItIsCompleted() {
        assertThat(ticket.counts()).isTrue();
        assertThat(ticket.start()).isTrue();
        assertThat(ticket.counts()).isTrue();
        rig.run(ticket::completed);
        assertThat(ticket.counts()).isFalse();
        assertThat(outcomes).containsExactly("completed");
    }

    @Test
    void itCountsUntilItFails() {
        ticket.start();
        rig.run(() -> ticket.failed(new IllegalStateException("no")));
        assertThat(ticket.counts()).isFalse();
    }

    /** A shutdown waits for what is due to be tried again, and would end in a moment in which nothing is. */
    @Test
    void aFailureIsDueUntilTheLoopHasHeardOfIt() {
        ticket.start();
        List<Integer> seen = new ArrayList<>();
        rig.run(() -> {
            ticket.failed(new IllegalStateException("no"));
            ticket.failed(new IllegalStateException("once more"));
            seen.add(outcomes.size());
            seen.add(context.dueReplays().get());
        });
        assertThat(seen).as("heard of and due while the loop is at work").containsExactly(0, 1);
        assertThat(outcomes).containsExactly("failed");
        assertThat(context.dueReplays()).hasValue(0);
    }

    @Test
    void itStillCountsWhenItIsProcessed() {
        ticket.start();
        unit.ticket = ticket;
        unit.running = true;
        rig.run(ticket::processed);
        assertThat(ticket.counts()).isTrue();
        rig.run(ticket::completed);
        assertThat(outcomes).containsExactly("processed", "completed");
    }

    @Test
    void nothingCountsWhenTheShardIsHeldNoMore() {
        ticket.start();
        closed = true;
        assertThat(ticket.counts()).isFalse();
    }

    @Test
    void whatTheRouteStoredIsToldWithTheCompletion() {
        ticket.start();
        ticket.storedByRoute();
        assertThat(unit.storedByRoute).isFalse();
        rig.run(ticket::completed);
        assertThat(outcomes).containsExactly("completed, stored");
    }
}
