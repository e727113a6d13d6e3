// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A client of Kinesis whose calls of some kinds fail while a test wants that. */
final class TappedKinesis {

    private final KinesisClient client;
    private volatile Set<String> failing = Set.of();
    private volatile RuntimeException failure;

    TappedKinesis(KinesisClient client) {
        this.client = client;
    }

    /** Lets these methods of the client, for example {@code getRecords}, fail from now on. */
    void fail(RuntimeException with, String... methods) {
        failure = with;
        failing = Set.of(methods);
    }

    void heal() {
        failing = Set.of();
    }

    KinesisClient proxy() {
        return (KinesisClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {KinesisClient.class}, (self, method, arguments) -> {
                    if (failing.contains(method.getName())) {
                        throw failure;
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
