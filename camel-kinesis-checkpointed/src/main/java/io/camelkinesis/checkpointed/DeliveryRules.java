// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.FailurePolicy;
import io.camelkinesis.engine.consume.OnFailure;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.URISupport;

/** What the options about batches and about failures must look like, and which of them go together. */
final class DeliveryRules {

    private final KinesisCheckpointedConfiguration options;
    private final OptionProblems problems;

    DeliveryRules(KinesisCheckpointedConfiguration options, OptionProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** @param context knows the endpoints that a deadLetterUri may name, and the languages of a batchPredicate */
    void check(CamelContext context) {
        checkBatch(context);
        checkReplays();
        checkDeadLetters(context);
    }

    private void checkBatch(CamelContext context) {
        if (options.getBatchSize() < 0 || options.getBatchSize() > options.getReceiveQueueSize()) {
            problems.reject(
                    "batchSize",
                    options.getBatchSize(),
                    "must be 0 to receiveQueueSize, which is " + options.getReceiveQueueSize()
                            + "; more records never wait");
        }
        if (options.getBatchBytes() < 0 || options.getBatchBytes() > options.getReceiveBufferBytes()) {
            problems.reject(
                    "batchBytes",
                    options.getBatchBytes(),
                    "must be 0 to receiveBufferBytes, which is " + options.getReceiveBufferBytes()
                            + "; more bytes never wait");
        }
        problems.atLeast("batchPeriod", options.getBatchPeriod(), Duration.ZERO, "0 waits until something else closes");
        try {
            BatchPredicate.resolve(options.getBatchPredicate(), context);
        } catch (RuntimeException e) {
            problems.reject("batchPredicate", options.getBatchPredicate(), e);
        }
        if (!options.isBatching()) {
            rejectWithoutBatches("batchOnFailure", options.givenBatchOnFailure());
            rejectWithoutBatches("batchProcessor", options.getBatchProcessor());
        }
    }

    private void rejectWithoutBatches(String option, Object value) {
        if (value != null) {
            problems.reject(
                    option,
                    "is about batches, and there are none; give batchSize, batchBytes, batchPeriod or batchPredicate");
        }
    }

    private void checkReplays() {
        problems.positive("replayDelay", options.getReplayDelay());
        problems.atLeast(
                "maxReplayDelay",
                options.getMaxReplayDelay(),
                options.getReplayDelay(),
                "it is what replayDelay grows to");
        int replays = options.getMaxReplays();
        problems.atLeast("maxReplays", replays, FailurePolicy.FOR_EVER, "-1 is no limit");
        if (replays > FailurePolicy.FOR_EVER && options.getOnFailure() != OnFailure.REPLAY) {
            problems.reject(
                    "maxReplays",
                    replays,
                    "goes with onFailure=REPLAY only, and onFailure is " + options.getOnFailure());
        }
        if (options.getMaxRecordAge() != null) {
            problems.positive("maxRecordAge", options.getMaxRecordAge());
        }
        OnFailure after = options.givenAfterMaxReplays();
        if (after == OnFailure.REPLAY) {
            problems.reject("afterMaxReplays", after, "must be SKIP, STOP or DEAD_LETTER: it is what follows replays");
        } else if (after != null && replays <= FailurePolicy.FOR_EVER && options.getMaxRecordAge() == null) {
            problems.reject("afterMaxReplays", after, "never applies without maxReplays or maxRecordAge; give one");
        }
    }

    private void checkDeadLetters(CamelContext context) {
        String uri = options.getDeadLetterUri();
        if (uri == null || uri.isBlank()) {
            if (options.hasDeadLetters()) {
                problems.reject(
                        "deadLetterUri", "is required with DEAD_LETTER: a Camel endpoint that takes the records");
            }
            return;
        }
        String shown = URISupport.sanitizeUri(uri);
        if (!options.hasDeadLetters()) {
            problems.reject(
                    "deadLetterUri",
                    shown,
                    "goes with onFailure=DEAD_LETTER or afterMaxReplays=DEAD_LETTER only; nothing would be sent to it");
        }
        try {
            CamelContextHelper.getMandatoryEndpoint(context, uri);
        } catch (RuntimeCamelException e) {
            problems.reject("deadLetterUri", shown, e);
        }
    }
}
