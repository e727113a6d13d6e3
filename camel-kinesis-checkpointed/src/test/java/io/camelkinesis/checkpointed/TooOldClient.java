// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** A client of Kinesis that misses a class as soon as it is used, as with two versions of the SDK on the class path. */
public final class TooOldClient {

    private TooOldClient() {}

    public static KinesisClient make() {
        return (KinesisClient) Proxy.newProxyInstance(
                TooOldClient.class.getClassLoader(),
                new Class<?>[] {KinesisClient.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "hashCode" -> 1;
                    case "equals" -> self == arguments[0];
                    case "toString" -> "a client that is too old";
                    default -> throw new NoClassDefFoundError("software/amazon/awssdk/Newer");
                });
    }
}
