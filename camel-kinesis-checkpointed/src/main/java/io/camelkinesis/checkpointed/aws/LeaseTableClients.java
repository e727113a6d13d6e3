// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Clients of the lease table. What must not wait for each other has connections of its own: heartbeats, which a lease hangs
 * on, reads and writes of rows, and whatever routes store in transactions of theirs.
 *
 * @param leases reads and writes rows
 * @param heartbeats writes and reads the rows of workers
 * @param others all else: what a start asks, transactions of routes
 * @param sendOnce whether {@code leases} leaves it to its caller to try again
 */
public record LeaseTableClients(
        DynamoDbClient leases, DynamoDbClient heartbeats, DynamoDbClient others, boolean sendOnce)
        implements AutoCloseable {

    /** One client for all, which stays the caller's and tries again as it likes; writes of leases it sends once. */
    public static LeaseTableClients of(DynamoDbClient client) {
        return new LeaseTableClients(client, client, client, false);
    }

    /**
     * A client for each.
     *
     * @param leases how many calls may run at once; as many as threads make them
     * @param heartbeats the same
     * @param others the same
     */
    public static LeaseTableClients open(AwsAccess access, int leases, int heartbeats, int others) {
        DynamoDbClient first = AwsClients.dynamoDbOnce(access, leases);
        DynamoDbClient second = AwsClients.dynamoDbOnce(access, heartbeats);
        return new LeaseTableClients(first, second, AwsClients.dynamoDb(access, others), true);
    }

    /** Closes all of them. */
    @Override
    public void close() {
        leases.close();
        heartbeats.close();
        others.close();
    }
}
