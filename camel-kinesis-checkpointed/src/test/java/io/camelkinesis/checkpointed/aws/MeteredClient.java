// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Asks with every call what it costs, and adds it up. */
final class MeteredClient implements DynamoDbClient {

    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

    private final DynamoDbClient client;
    private double units;

    MeteredClient(DynamoDbClient client) {
        this.client = client;
    }

    /** Capacity units since this was last asked. */
    synchronized double units() {
        double since = units;
        units = 0;
        return since;
    }

    private synchronized void add(ConsumedCapacity consumed) {
        units += consumed.capacityUnits();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        QueryResponse response =
                client.query(request.toBuilder().returnConsumedCapacity(TOTAL).build());
        add(response.consumedCapacity());
        return response;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        GetItemResponse response =
                client.getItem(request.toBuilder().returnConsumedCapacity(TOTAL).build());
        add(response.consumedCapacity());
        return response;
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        UpdateItemResponse response = client.updateItem(
                request.toBuilder().returnConsumedCapacity(TOTAL).build());
        add(response.consumedCapacity());
        return response;
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        DeleteItemResponse response = client.deleteItem(
                request.toBuilder().returnConsumedCapacity(TOTAL).build());
        add(response.consumedCapacity());
        return response;
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        // the client stays its owner's
    }
}
