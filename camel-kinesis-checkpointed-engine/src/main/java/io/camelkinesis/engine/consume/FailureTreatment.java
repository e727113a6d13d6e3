// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.consume;

import io.camelkinesis.engine.model.StreamRecord;
import io.camelkinesis.engine.runtime.GiveUpReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Decides what becomes of records that the route has failed or that are too old for it. Without side effects. */
final class FailureTreatment {

    private final FailurePolicy policy;

    FailureTreatment(FailurePolicy policy) {
        this.policy = policy;
    }

    /**
     * What is to be done.
     *
     * @param action what
     * @param reason why it is not tried again, unless that is what is to be done
     */
    record Verdict(OnFailure action, GiveUpReason reason) {}

    /** Whether a failed delivery of so many records is delivered again in two halves. */
    boolean bisects(int records) {
        return records > 1 && policy.batchOnFailure() == BatchOnFailure.BISECT;
    }

    /**
     * What becomes of a delivery that has failed, if it is not bisected.
     *
     * @param records what was delivered
     * @param replays how often the same was delivered again before
     * @param now wall-clock time
     */
    Verdict failed(List<StreamRecord> records, int replays, Instant now) {
        if (policy.onFailure() != OnFailure.REPLAY) {
            return new Verdict(policy.onFailure(), GiveUpReason.FAILED);
        }
        if (tooOld(records, now) == records.size()) {
            return tooOld();
        }
        boolean again = policy.maxReplays() == FailurePolicy.FOR_EVER || replays < policy.maxReplays();
        return new Verdict(again ? OnFailure.REPLAY : policy.afterMaxReplays(), GiveUpReason.TOO_MANY_REPLAYS);
    }

    /** What becomes of records that are too old. */
    Verdict tooOld() {
        return new Verdict(policy.afterMaxReplays(), GiveUpReason.TOO_OLD);
    }

    /**
     * How many records from the first on must not be delivered because they are too old.
     *
     * @param now wall-clock time
     */
    int tooOld(List<StreamRecord> records, Instant now) {
        Duration maxAge = policy.maxRecordAge();
        if (maxAge == null) {
            return 0;
        }
        Instant oldest = now.minus(maxAge);
        int count = 0;
        while (count < records.size() && records.get(count).arrivedBefore(oldest)) {
            count++;
        }
        return count;
    }

    /** Whether records can be too old at all. */
    boolean limitsAge() {
        return policy.maxRecordAge() != null;
    }

    /** Says that this record is too old. */
    RecordTooOldException tooOldError(StreamRecord record) {
        Duration maxAge = policy.maxRecordAge();
        return new RecordTooOldException(record.arrival(), maxAge == null ? Duration.ZERO : maxAge);
    }
}
