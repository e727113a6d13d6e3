// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.NonManagedService;
import org.apache.camel.Service;
import org.apache.camel.spi.ShutdownPrepared;

/**
 * A part of the route beside its consumer. Camel tells a consumer only at the end of its shutdown whether that is a stop or a
 * suspension; the other services of the route it tells before it waits for exchanges.
 */
final class StopAnnouncement implements Service, ShutdownPrepared, NonManagedService {

    private final Runnable stopBegins;

    StopAnnouncement(Runnable stopBegins) {
        this.stopBegins = stopBegins;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (!suspendOnly && !forced) {
            stopBegins.run();
        }
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
