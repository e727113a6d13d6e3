// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Words for failed calls to AWS where the SDK's are many, or say nothing to a user. */
public final class ServiceFailure {

    private static final int MOST_CAUSES = 10;

    /** An address of AWS: service, region, domain. */
    private static final Pattern OF_REGION =
            Pattern.compile("[a-z0-9.-]+?\\.([a-z0-9]+(?:-[a-z0-9]+)+)\\.(?:amazonaws|api\\.aws).*");

    private static final Pattern CONTROLS = Pattern.compile("[\\s\\p{Cntrl}\u0080-\u009f\u2028\u2029]+");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.-]+");

    private ServiceFailure() {}

    /** What such failures say in common: the class, and the service's error code. */
    public static String kind(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof AwsServiceException service
                    && service.awsErrorDetails() != null
                    && service.awsErrorDetails().errorCode() != null) {
                return service.awsErrorDetails().errorCode();
            }
            if (cause instanceof SdkException) {
                return cause.getClass().getName();
            }
            cause = cause.getCause();
        }
        return failure == null ? "" : failure.getClass().getName();
    }

    /**
     * Whether an answer came that is none of Kinesis': it cannot be read, or is an error without a code. An emulator that speaks JSON
     * only answers so to CBOR.
     */
    public static boolean isForeignProtocol(Throwable failure) {
        if (failure instanceof AwsServiceException service) {
            return service.awsErrorDetails() == null
                    || service.awsErrorDetails().errorCode() == null
                    || service.awsErrorDetails().errorCode().isEmpty();
        }
        return failure instanceof SdkClientException
                && String.valueOf(failure.getMessage()).contains("unmarshall");
    }

    /** Better words for a failure than its message, null when there are none. */
    public static @Nullable String explained(@Nullable Throwable failure) {
        boolean ofSdk = false;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof KinesisStreamException || cause instanceof LeaseTableException) {
                // their words have been chosen with care
                return null;
            }
            ofSdk |= cause instanceof SdkException;
            if (ofSdk && cause instanceof UnknownHostException) {
                return unknownHost(cause.getMessage());
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** The words for a failure within a sentence, in one line. */
    static String text(Throwable failure) {
        String explained = explained(failure);
        return line(explained != null ? explained : String.valueOf(failure.getMessage()));
    }

    /** Words of others in one line, without control characters. */
    public static String line(String text) {
        return cleaned(text).strip();
    }

    /** As {@link #line}; blanks at its ends stay. */
    public static String cleaned(String text) {
        return CONTROLS.matcher(text).replaceAll(" ");
    }

    private static String unknownHost(@Nullable String message) {
        Matcher named = HOST.matcher(message == null ? "" : message);
        String host = named.lookingAt() ? named.group() : "";
        Matcher ofRegion = OF_REGION.matcher(host);
        String region = ofRegion.matches() ? ofRegion.group(1) : null;
        if (region != null && !RegionNames.isKnown(region)) {
            return "there is no host " + host + ": " + RegionNames.unknown(region);
        }
        return "there is no host " + host
                + (region == null
                        ? ": check the address (uriEndpointOverride, leaseTableEndpoint)"
                        : ": check the network and its name server")
                + "; a host that is not known to DNS can be a slip of the pen or a network that is away";
    }
}
