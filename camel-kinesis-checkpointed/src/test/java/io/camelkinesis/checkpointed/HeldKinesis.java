// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

/** A Kinesis whose PutRecords calls do not come back until they are let go. */
public final class HeldKinesis implements KinesisClient {

    private final KinesisClient kinesis;
    private final AtomicInteger waiting = new AtomicInteger();
    private boolean held = true;

    public HeldKinesis(KinesisClient kinesis) {
        this.kinesis = kinesis;
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        waiting.incrementAndGet();
        try {
            awaitRelease();
        } finally {
            waiting.decrementAndGet();
        }
        return kinesis.putRecords(request);
    }

    private synchronized void awaitRelease() {
        while (held) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SdkClientException.create("interrupted", e);
            }
        }
    }

    @Override
    public DescribeStreamSummaryResponse describeStreamSummary(DescribeStreamSummaryRequest request) {
        return kinesis.describeStreamSummary(request);
    }

    public synchronized void hold() {
        held = true;
    }

    public synchronized void release() {
        held = false;
        notifyAll();
    }

    /** Calls that wait. */
    public int waiting() {
        return waiting.get();
    }

    @Override
    public String serviceName() {
        return "kinesis";
    }

    @Override
    public void close() {}
}
