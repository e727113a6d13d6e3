// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.time.Instant;
import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;

/** A registered consumer of a stream. It becomes active, or goes, when its time has come. */
final class ConsumerModel {

    private final String name;
    private final String arn;
    private final long createdMillis;
    private ConsumerStatus status = ConsumerStatus.CREATING;
    private long dueNanos;

    ConsumerModel(String name, String arn, long createdMillis, long activeNanos) {
        this.name = name;
        this.arn = arn;
        this.createdMillis = createdMillis;
        this.dueNanos = activeNanos;
    }

    String name() {
        return name;
    }

    String arn() {
        return arn;
    }

    ConsumerStatus status() {
        return status;
    }

    void settle(long nanos) {
        if (status == ConsumerStatus.CREATING && nanos - dueNanos >= 0) {
            status = ConsumerStatus.ACTIVE;
        }
    }

    void delete(long goneNanos) {
        status = ConsumerStatus.DELETING;
        dueNanos = goneNanos;
    }

    boolean isGone(long nanos) {
        return status == ConsumerStatus.DELETING && nanos - dueNanos >= 0;
    }

    Consumer listed() {
        return Consumer.builder()
                .consumerName(name)
                .consumerARN(arn)
                .consumerStatus(status)
                .consumerCreationTimestamp(Instant.ofEpochMilli(createdMillis))
                .build();
    }

    ConsumerDescription described(String streamArn) {
        return ConsumerDescription.builder()
                .consumerName(name)
                .consumerARN(arn)
                .consumerStatus(status)
                .consumerCreationTimestamp(Instant.ofEpochMilli(createdMillis))
                .streamARN(streamArn)
                .build();
    }
}
