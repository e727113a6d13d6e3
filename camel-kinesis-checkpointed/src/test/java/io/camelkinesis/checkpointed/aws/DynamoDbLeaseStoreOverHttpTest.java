// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.test.contract.LeaseStoreContract;
import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same over HTTP, with a server process that answers with headers. */
class DynamoDbLeaseStoreOverHttpTest extends LeaseStoreContract {

    private static TestTable table;

    @BeforeAll
    static void open() {
        table = new TestTable(DynamoDbLocal.serverProcess());
    }

    @AfterAll
    static void close() {
        table.close();
    }

    @Override
    protected LeaseStore store() {
        return table.store();
    }

    @Override
    protected void edit(Lease row) {
        table.put(row);
    }

    @Override
    protected void delete(Lease row) {
        table.delete(row.shard().stream(), row.shard().name());
    }
}
