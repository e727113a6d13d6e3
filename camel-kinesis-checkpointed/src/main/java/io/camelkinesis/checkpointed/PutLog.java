// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.PutRequestException;
import io.camelkinesis.engine.produce.PutEvent;
import io.camelkinesis.engine.produce.PutEvents;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of a putter: problems at WARN, the rest at DEBUG. A problem that goes on is not repeated each time, and no line holds
 * a payload, a key or a control character. Records that are given up are told by their exchanges.
 */
final class PutLog implements PutEvents {

    private final Logger log;
    private final LongSupplier nanoTime;
    private final String kinesis;
    private final Recurrence rejections = new Recurrence();
    private final Outage outage = new Outage();

    /** @param kinesis Kinesis and its address */
    PutLog(LongSupplier nanoTime, String kinesis) {
        this(LoggerFactory.getLogger(KinesisCheckpointedProducer.class), nanoTime, kinesis);
    }

    PutLog(Logger log, LongSupplier nanoTime, String kinesis) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.kinesis = kinesis;
    }

    @Override
    public void on(PutEvent event) {
        if (event instanceof PutEvent.RequestFailed failed) {
            requestFailed(failed);
        } else if (event instanceof PutEvent.Answered answered) {
            answered(answered);
        } else if (event instanceof PutEvent.Bug bug) {
            log.error("{}: a bug, please report it; putting goes on", ErrorText.line(bug.stream()), told(bug.bug()));
        } else if (log.isDebugEnabled()) {
            log.debug("{}", ErrorText.event(event));
        }
    }

    private void warn(String words, Object... values) {
        log.warn(words, ErrorText.lines(values));
    }

    /** Where it happened, and what, in one line. */
    private static Throwable told(Throwable bug) {
        IllegalStateException told = new IllegalStateException(ErrorText.of(bug));
        told.setStackTrace(bug.getStackTrace());
        return told;
    }

    private void requestFailed(PutEvent.RequestFailed failed) {
        String code = failed.cause() instanceof PutRequestException request
                ? request.code()
                : failed.cause().getClass().getSimpleName();
        long now = nanoTime.getAsLong();
        switch (outage.failed(failed.stream(), code, 1, now)) {
            case NONE -> {}
            case FIRST, KIND -> failed(failed, "");
            case BACK -> failed(failed, ", as " + outage.times() + " times in a while");
            case STILL ->
                failed(
                        failed,
                        "; " + outage.failures() + " requests have failed in "
                                + OptionProblems.seconds(outage.lasted(now)));
        }
    }

    private void failed(PutEvent.RequestFailed failed, String more) {
        warn(
                "{}: a request with {} records failed, {}{} ({}): {}",
                failed.stream(),
                failed.records(),
                failed.unknown() ? "with an unknown outcome" : "and nothing of it was put",
                more,
                kinesis,
                ErrorText.message(failed.cause()));
    }

    private void answered(PutEvent.Answered answered) {
        Outage.End end = outage.succeeded(answered.stream(), nanoTime.getAsLong());
        if (end != null) {
            log.info(
                    "{}: all is answered again, after {} and {} failed requests",
                    ErrorText.lines(kinesis, OptionProblems.seconds(end.lasted()), end.failures()));
        }
        if (answered.rejected() > 0) {
            rejected(answered);
        } else if (log.isDebugEnabled()) {
            log.debug("{}", ErrorText.event(answered));
        }
    }

    private void rejected(PutEvent.Answered answered) {
        int count = rejections.count(answered.stream(), nanoTime.getAsLong());
        if (count > 0) {
            warn(
                    "{}: Kinesis rejected {} of {} records, {} because their shard was asked for too much{}",
                    answered.stream(),
                    answered.rejected(),
                    answered.records(),
                    answered.throttled(),
                    again(count));
        }
    }

    private static String again(int count) {
        return count == 1 ? "" : " (" + count + " times)";
    }
}
