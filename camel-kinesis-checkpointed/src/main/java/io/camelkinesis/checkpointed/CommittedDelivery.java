// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.KinesisCheckpoint;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.List;
import org.apache.camel.Message;

/** A delivery with what its route may commit it with. */
final class CommittedDelivery implements Delivery {

    private final Delivery delivery;
    private final KinesisCheckpoint checkpoint;
    private final ManualCommit manual;

    /** @param manual null when the delivery is committed by its completion */
    CommittedDelivery(Delivery delivery, KinesisCheckpoint checkpoint, ManualCommit manual) {
        this.delivery = delivery;
        this.checkpoint = checkpoint;
        this.manual = manual;
    }

    /** The headers for the message that stands for the whole delivery. */
    static void addHeaders(Delivery delivery, Message message) {
        if (delivery instanceof CommittedDelivery committed) {
            message.setHeader(KinesisCheckpointedConstants.CHECKPOINT, committed.checkpoint);
            if (committed.manual != null) {
                message.setHeader(KinesisCheckpointedConstants.MANUAL_COMMIT, committed.manual);
            }
        }
    }

    @Override
    public ShardId shard() {
        return delivery.shard();
    }

    @Override
    public List<StreamRecord> records() {
        return delivery.records();
    }

    @Override
    public long leaseEpoch() {
        return delivery.leaseEpoch();
    }

    @Override
    public int replayCount() {
        return delivery.replayCount();
    }

    @Override
    public long millisBehindLatest() {
        return delivery.millisBehindLatest();
    }

    @Override
    public boolean start() {
        return delivery.start();
    }

    @Override
    public void processed() {
        delivery.processed();
    }

    @Override
    public void storedByRoute() {
        delivery.storedByRoute();
    }

    @Override
    public boolean counts() {
        return delivery.counts();
    }

    @Override
    public void completed() {
        if (manual == null) {
            delivery.completed();
        } else {
            manual.completed();
        }
    }

    @Override
    public void failed(Throwable cause) {
        if (manual == null) {
            delivery.failed(cause);
        } else {
            manual.failed(cause);
        }
    }
}
