// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.FailurePolicy;
import io.camelkinesis.engine.consume.OnFailure;
import java.time.Duration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options about what becomes of records that fail. */
@UriParams
public abstract class FailureConfiguration extends BatchConfiguration {

    @UriParam(
            label = "consumer",
            defaultValue = "REPLAY",
            description = "What becomes of an exchange that has failed after Camel's own error handling. REPLAY:"
                    + " it is delivered again, after replayDelay and then more, until it succeeds or maxReplays is"
                    + " reached; the checkpoint stays below it. SKIP: it is reported and treated as done. STOP: the"
                    + " shard is given back and this consumer does not take it again until it is restarted."
                    + " DEAD_LETTER: it is sent to deadLetterUri and done when that has accepted it.")
    private OnFailure onFailure = OnFailure.REPLAY;

    @UriParam(
            label = "consumer",
            defaultValue = "1s",
            description = "Delay before the first replay; it doubles with each further one. Also the delay before a"
                    + " record is sent again to a deadLetterUri that did not accept it. Greater than 0.")
    private Duration replayDelay = Duration.ofSeconds(1);

    @UriParam(label = "consumer", defaultValue = "1m", description = "What replayDelay grows to. At least replayDelay.")
    private Duration maxReplayDelay = Duration.ofMinutes(1);

    @UriParam(
            label = "consumer",
            defaultValue = "-1",
            description = "Replays of a record before afterMaxReplays applies, counted by this consumer since it took"
                    + " the shard. -1: no limit. With onFailure=REPLAY only.")
    private int maxReplays = FailurePolicy.FOR_EVER;

    @UriParam(
            label = "consumer",
            description = "Records that arrived in Kinesis longer ago are not delivered, at first or again, but treated"
                    + " as afterMaxReplays says. Default: records of any age are delivered. Greater than 0.")
    private Duration maxRecordAge;

    @UriParam(
            label = "consumer",
            defaultValue = "SKIP",
            enums = "SKIP,STOP,DEAD_LETTER",
            description = "What becomes of a record after maxReplays, or when it is older than maxRecordAge: SKIP, STOP"
                    + " or DEAD_LETTER, as for onFailure.")
    private OnFailure afterMaxReplays;

    @UriParam(
            label = "consumer",
            description = "The Camel endpoint to which onFailure=DEAD_LETTER and afterMaxReplays=DEAD_LETTER send,"
                    + " record by record. Required with one of them, an error without.")
    private String deadLetterUri;

    /** The policy of the engine; the options have been checked. */
    FailurePolicy failurePolicy() {
        return new FailurePolicy(
                onFailure,
                replayDelay,
                maxReplayDelay,
                maxReplays,
                maxRecordAge,
                getAfterMaxReplays(),
                getBatchOnFailure());
    }

    /** Whether a record may ever go to deadLetterUri. */
    boolean hasDeadLetters() {
        return onFailure == OnFailure.DEAD_LETTER || afterMaxReplays == OnFailure.DEAD_LETTER;
    }

    /** afterMaxReplays as it was given, null when it was not. */
    OnFailure givenAfterMaxReplays() {
        return afterMaxReplays;
    }

    public OnFailure getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
    }

    public Duration getReplayDelay() {
        return replayDelay;
    }

    public void setReplayDelay(Duration replayDelay) {
        this.replayDelay = replayDelay;
    }

    public Duration getMaxReplayDelay() {
        return maxReplayDelay;
    }

    public void setMaxReplayDelay(Duration maxReplayDelay) {
        this.maxReplayDelay = maxReplayDelay;
    }

    public int getMaxReplays() {
        return maxReplays;
    }

    public void setMaxReplays(int maxReplays) {
        this.maxReplays = maxReplays;
    }

    public Duration getMaxRecordAge() {
        return maxRecordAge;
    }

    public void setMaxRecordAge(Duration maxRecordAge) {
        this.maxRecordAge = maxRecordAge;
    }

    public OnFailure getAfterMaxReplays() {
        return afterMaxReplays != null ? afterMaxReplays : OnFailure.SKIP;
    }

    public void setAfterMaxReplays(OnFailure afterMaxReplays) {
        this.afterMaxReplays = afterMaxReplays;
    }

    public String getDeadLetterUri() {
        return deadLetterUri;
    }

    public void setDeadLetterUri(String deadLetterUri) {
        this.deadLetterUri = deadLetterUri;
    }
}
