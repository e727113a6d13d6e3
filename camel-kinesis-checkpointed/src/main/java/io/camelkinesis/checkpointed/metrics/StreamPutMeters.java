// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.metrics;

import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;

/** What is counted of the puts into one stream. */
final class StreamPutMeters {

    private final Counter putRecords;
    private final Counter attempts;
    private final Timer request;
    private final DistributionSummary requestRecords;
    private final DistributionSummary requestBytes;
    private final Counter throttled;
    private final Counter rejected;
    private final Counter unknownRequests;
    private final Counter failedRequests;
    private final Map<PutOutcome.Reason, Counter> givenUp = new EnumMap<>(PutOutcome.Reason.class);

    StreamPutMeters(MeterSet meters, Tags tags) {
        putRecords = meters.counter(Meters.PUT_RECORDS, tags);
        attempts = meters.counter(Meters.PUT_ATTEMPTS, tags);
        request = meters.timer(Meters.PUT_REQUEST, tags);
        requestRecords = meters.summary(Meters.PUT_REQUEST_RECORDS, tags);
        requestBytes = meters.summary(Meters.PUT_REQUEST_BYTES, tags);
        throttled = meters.counter(Meters.PUT_REJECTIONS, tags, Meters.Tag.CODE, "throttled");
        rejected = meters.counter(Meters.PUT_REJECTIONS, tags, Meters.Tag.CODE, "failed");
        unknownRequests = meters.counter(Meters.PUT_FAILED_REQUESTS, tags, Meters.Tag.UNKNOWN, "true");
        failedRequests = meters.counter(Meters.PUT_FAILED_REQUESTS, tags, Meters.Tag.UNKNOWN, "false");
        for (PutOutcome.Reason reason : PutOutcome.Reason.values()) {
            givenUp.put(
                    reason,
                    meters.counter(Meters.PUT_GIVEN_UP_RECORDS, tags, Meters.Tag.GIVEN_UP, Meters.Tag.value(reason)));
        }
    }

    void on(PutEvent event) {
        if (event instanceof PutEvent.Answered answered) {
            putRecords.increment(answered.put());
            attempts.increment(answered.records());
            request.record(answered.took());
            requestRecords.record(answered.records());
            requestBytes.record(answered.bytes());
            throttled.increment(answered.throttled());
            rejected.increment(answered.rejected() - answered.throttled());
        } else if (event instanceof PutEvent.RequestFailed failed) {
            attempts.increment(failed.records());
            (failed.unknown() ? unknownRequests : failedRequests).increment();
        } else if (event instanceof PutEvent.GaveUp gaveUp) {
            Counter counter = givenUp.get(gaveUp.outcome().reason());
            counter.increment();
        }
    }
}
