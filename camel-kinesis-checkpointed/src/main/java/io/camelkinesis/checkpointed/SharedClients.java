// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.checkpointed.aws.StreamClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The clients of a component's producers: those that reach AWS in the same way use the same ones. They stay open for a while after the
 * last use, so that no call is under way when they are closed.
 */
final class SharedClients implements AutoCloseable {

    private record Key(AwsAccess access, int maxConnections) {}

    /** Clients that are lent, until this is closed. */
    final class Lent implements AutoCloseable {
        private final Shared shared;

        private Lent(Shared shared) {
            this.shared = shared;
        }

        StreamClients clients() {
            return shared.clients;
        }

        @Override
        public void close() {
            giveBack(shared);
        }
    }

    private static final class Shared {
        private final StreamClients clients;
        private int users;
        private long idleSince;

        private Shared(StreamClients clients) {
            this.clients = clients;
        }
    }

    private final LongSupplier nanoTime;
    private final Map<Key, Shared> open = new HashMap<>();

    SharedClients(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param requests how many calls a producer makes at once at most */
    synchronized Lent lend(AwsAccess access, int requests) {
        Key key = new Key(access, Math.max(GrowingPool.MOST, requests));
        Shared shared =
                open.computeIfAbsent(key, added -> new Shared(StreamClients.open(access, key.maxConnections())));
        shared.users++;
        return new Lent(shared);
    }

    private synchronized void giveBack(Shared shared) {
        shared.users--;
        shared.idleSince = nanoTime.getAsLong();
    }

    /** Closes those that nobody has used for so long. */
    void closeUnused(Duration unused) {
        List<Shared> old = new ArrayList<>();
        synchronized (this) {
            long now = nanoTime.getAsLong();
            open.values().removeIf(shared -> {
                boolean ends = shared.users == 0 && now - shared.idleSince >= unused.toNanos();
                return ends && old.add(shared);
            });
        }
        old.forEach(shared -> shared.clients.close());
    }

    @Override
    public void close() {
        closeUnused(Duration.ZERO);
    }
}
