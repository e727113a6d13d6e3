// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.table.LeaseStore;
import io.camelkinesis.test.contract.LeaseStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** What runs on kinesis-local and on DynamoDB Local, on LocalStack in a container: where Docker answers. */
class LocalStackSuiteTest extends OtherKinesisSuite {

    private final LocalStack localStack = new LocalStack();

    @Override
    OtherKinesis startKinesis() {
        localStack.start();
        return localStack;
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Leases extends LeaseStoreContract {

        private TestTable table;

        @BeforeAll
        void open() {
            table = new TestTable(localStack.dynamoDb());
        }

        @AfterAll
        void close() {
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
}
