// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;
import java.util.function.Function;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** Where a client goes, for messages. */
public final class ServiceAddress {

    private ServiceAddress() {}

    /** For example {@code in region eu-west-1 (kinesis.eu-west-1.amazonaws.com)}, or {@code at http://localhost:4567}. */
    public static String of(KinesisClient client) {
        try {
            return of(client.serviceClientConfiguration(), KinesisClient.serviceMetadata()::endpointFor);
        } catch (RuntimeException notTold) {
            return unknown();
        }
    }

    /** As {@link #of(KinesisClient)}. */
    public static String of(DynamoDbClient client) {
        try {
            return of(client.serviceClientConfiguration(), DynamoDbClient.serviceMetadata()::endpointFor);
        } catch (RuntimeException notTold) {
            return unknown();
        }
    }

    private static String of(AwsServiceClientConfiguration client, Function<Region, URI> host) {
        return client.endpointOverride()
                .map(address -> "at " + address)
                .orElseGet(() -> "in region " + client.region() + " (" + host.apply(client.region()) + ")");
    }

    private static String unknown() {
        return "where the given client looks";
    }
}
