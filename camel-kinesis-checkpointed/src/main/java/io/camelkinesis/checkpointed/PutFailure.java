// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.PutRequestException;
import io.camelkinesis.engine.produce.PutOutcome;
import io.camelkinesis.engine.produce.PutSettings;

/** Says as an exception why a record was given up. */
final class PutFailure {

    private final RecordLimits limits;
    private final PutSettings settings;

    PutFailure(RecordLimits limits, PutSettings settings) {
        this.limits = limits;
        this.settings = settings;
    }

    /**
     * The exception. May look at the stream and wait for that.
     *
     * @param size bytes of the record
     */
    KinesisProducerException of(String stream, long size, PutOutcome.Failed failed) {
        return switch (failed.reason()) {
            case FULL ->
                new ProducerFullException("There is no room for another record: maxPendingRecords="
                        + settings.maxPendingRecords() + " or maxPendingBytes=" + settings.maxPendingBytes()
                        + " is reached, and whenFull=FAIL");
            case STOPPED ->
                rejected("The producer has stopped before Kinesis accepted a record for stream " + stream, failed);
            case RETRIES_OVER ->
                rejected(
                        "Kinesis has not accepted a record for stream " + stream + " in " + failed.attempts()
                                + " requests",
                        failed);
            case REFUSED -> refused(stream, size, failed);
        };
    }

    private KinesisProducerException refused(String stream, long size, PutOutcome.Failed failed) {
        PutRequestException.Kind kind = failed.cause() instanceof PutRequestException request
                ? request.kind()
                : PutRequestException.Kind.NOT_VALID;
        if (kind == PutRequestException.Kind.NO_STREAM) {
            return new StreamNotFoundException(
                    stream,
                    "There is no stream " + stream + ". Check its name, the region and the account, or create it",
                    failed.cause());
        }
        if (kind == PutRequestException.Kind.NO_CLIENT) {
            return rejected("There can be no client for stream " + stream, failed);
        }
        if (kind == PutRequestException.Kind.NOT_VALID && size > RecordLimits.EVERY_STREAM) {
            long limit = limits.afterRefusal(stream);
            if (size > limit) {
                return new RecordTooLargeException(stream, size, limit);
            }
        }
        return rejected("Kinesis refuses a record of " + size + " bytes for stream " + stream, failed);
    }

    private static PutRejectedException rejected(String what, PutOutcome.Failed failed) {
        String code = code(failed);
        StringBuilder message = new StringBuilder(what);
        if (!code.isEmpty()) {
            message.append("; the last answer was ").append(code);
        }
        if (failed.unknown()) {
            message.append("; a request that carried it had no answer, so it may be in the stream");
        }
        return new PutRejectedException(message.toString(), failed.attempts(), code, failed.unknown(), failed.cause());
    }

    private static String code(PutOutcome.Failed failed) {
        if (failed.code() != null) {
            return failed.code();
        }
        if (failed.cause() instanceof PutRequestException request) {
            return request.code();
        }
        return failed.cause() == null ? "" : failed.cause().getClass().getSimpleName();
    }
}
