// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.lease.NoShardListedException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;

/** Tells failures of the calls of a start that may pass by themselves from those that somebody must mend. */
public final class PassingFailure {

    private static final int MOST_CAUSES = 10;

    private PassingFailure() {}

    /**
     * Whether the table did not answer, answered with an error of its own or takes no more calls for now, or a listing named
     * no shard. Not: a denial, a table that is missing or another one, credentials that are not there, a stream that was tried
     * long enough.
     */
    public static boolean is(@Nullable Throwable failure) {
        boolean passing = false;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
            if (cause instanceof KinesisStreamException || NoCredentialsException.isNoneFound(cause)) {
                return false;
            }
            if (cause instanceof SdkServiceException service) {
                return service.statusCode() >= 500
                        || service.isThrottlingException()
                        || service instanceof LimitExceededException;
            }
            passing |= cause instanceof SdkClientException || cause instanceof NoShardListedException;
            depth++;
        }
        return passing;
    }
}
