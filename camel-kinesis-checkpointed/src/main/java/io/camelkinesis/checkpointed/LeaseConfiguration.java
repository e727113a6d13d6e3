// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** Who reads what: lease table, consumer group, and when a worker of the group counts as dead. */
@UriParams
public abstract class LeaseConfiguration extends ProducerConfiguration {

    @UriParam(
            label = "consumer",
            description = "Name of the DynamoDB table that holds leases and checkpoints: 3 to 255 characters of"
                    + " a-z, A-Z, 0-9, _, - and . Required. Many streams, groups and applications may share"
                    + " one table.")
    private String leaseTable;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description = "Create the lease table if it does not exist, wait until it is active, and switch its"
                    + " time to live on. false: a missing table is an error.")
    private boolean leaseTableCreate;

    @UriParam(
            label = "consumer",
            defaultValue = "PAY_PER_REQUEST",
            description = "How a table that leaseTableCreate creates is paid for. PROVISIONED needs"
                    + " leaseTableReadCapacity and leaseTableWriteCapacity.")
    private LeaseTableBillingMode leaseTableBillingMode = LeaseTableBillingMode.PAY_PER_REQUEST;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "Read capacity units of a created table, at least 1. Only with"
                    + " leaseTableBillingMode=PROVISIONED.")
    private long leaseTableReadCapacity;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "Write capacity units of a created table, at least 1. Only with"
                    + " leaseTableBillingMode=PROVISIONED.")
    private long leaseTableWriteCapacity;

    @UriParam(label = "consumer", description = "Region of the lease table. Default: the region of the streams.")
    private String leaseTableRegion;

    @UriParam(
            label = "consumer",
            description = "The endpoint to call for DynamoDB, for example http://localhost:8000. Default: the one"
                    + " of uriEndpointOverride if overrideEndpoint=true, else the one of the region.")
    private String leaseTableEndpoint;

    @UriParam(
            label = "consumer,security",
            description = "ARN of an IAM role to assume for the lease table, for a table in another account."
                    + " Default: the credentials of the streams.")
    private String leaseTableRoleArn;

    @UriParam(
            label = "consumer",
            description = "Consumer group. Workers of one group share the shards of a stream; each group reads"
                    + " the whole stream with checkpoints of its own. 1 to 128 characters of a-z, A-Z, 0-9,"
                    + " _, - and . Default: no group, which is a group of its own.")
    private String group;

    @UriParam(
            label = "consumer",
            defaultValue = "15s",
            description = "A worker whose heartbeat has not moved for this long is dead and its shards are taken"
                    + " over. Heartbeats are written every third of it and do not depend on how long a route"
                    + " takes. At least 3s. Use the same value in all workers of a group.")
    private Duration leasePeriod = Duration.ofSeconds(15);

    @UriParam(
            label = "consumer,advanced",
            defaultValue = "30s",
            description = "Time between two full looks at the shards of the streams and their leases. New members"
                    + " and shard ends are acted on at once, without waiting for it. At least 1s.")
    private Duration rebalancePeriod = Duration.ofSeconds(30);

    @UriParam(
            label = "consumer",
            defaultValue = "30s",
            description = "Longest wait for exchanges in flight when a shard is handed to another worker and when"
                    + " the consumer stops; it begins with Camel's shutdown. A failed record that is due within it is tried"
                    + " once more. When it is over the leases are given back, also where exchanges go on; what has not"
                    + " completed then is delivered again by the next owner. 0 does not wait.")
    private Duration drainTimeout = Duration.ofSeconds(30);

    public String getLeaseTable() {
        return leaseTable;
    }

    public void setLeaseTable(String leaseTable) {
        this.leaseTable = leaseTable;
    }

    public boolean isLeaseTableCreate() {
        return leaseTableCreate;
    }

    public void setLeaseTableCreate(boolean leaseTableCreate) {
        this.leaseTableCreate = leaseTableCreate;
    }

    public LeaseTableBillingMode getLeaseTableBillingMode() {
        return leaseTableBillingMode;
    }

    public void setLeaseTableBillingMode(LeaseTableBillingMode leaseTableBillingMode) {
        this.leaseTableBillingMode = leaseTableBillingMode;
    }

    public long getLeaseTableReadCapacity() {
        return leaseTableReadCapacity;
    }

    public void setLeaseTableReadCapacity(long leaseTableReadCapacity) {
        this.leaseTableReadCapacity = leaseTableReadCapacity;
    }

    public long getLeaseTableWriteCapacity() {
        return leaseTableWriteCapacity;
    }

    public void setLeaseTableWriteCapacity(long leaseTableWriteCapacity) {
        this.leaseTableWriteCapacity = leaseTableWriteCapacity;
    }

    public String getLeaseTableRegion() {
        return leaseTableRegion;
    }

    public void setLeaseTableRegion(String leaseTableRegion) {
        this.leaseTableRegion = leaseTableRegion;
    }

    public String getLeaseTableEndpoint() {
        return leaseTableEndpoint;
    }

    public void setLeaseTableEndpoint(String leaseTableEndpoint) {
        this.leaseTableEndpoint = leaseTableEndpoint;
    }

    public String getLeaseTableRoleArn() {
        return leaseTableRoleArn;
    }

    public void setLeaseTableRoleArn(String leaseTableRoleArn) {
        this.leaseTableRoleArn = leaseTableRoleArn;
    }

    public String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public Duration getLeasePeriod() {
        return leasePeriod;
    }

    public void setLeasePeriod(Duration leasePeriod) {
        this.leasePeriod = leasePeriod;
    }

    public Duration getRebalancePeriod() {
        return rebalancePeriod;
    }

    public void setRebalancePeriod(Duration rebalancePeriod) {
        this.rebalancePeriod = rebalancePeriod;
    }

    public Duration getDrainTimeout() {
        return drainTimeout;
    }

    public void setDrainTimeout(Duration drainTimeout) {
        this.drainTimeout = drainTimeout;
    }
}
