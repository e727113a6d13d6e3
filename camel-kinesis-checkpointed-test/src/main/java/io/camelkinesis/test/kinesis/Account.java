// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesis;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose streams these are and where.
 *
 * @param id 12 digits
 * @param region for example {@code us-east-1}
 */
record Account(String id, String region) {

    private static final Pattern ARN = Pattern.compile("arn:(aws[a-z-]*):kinesis:([a-z0-9-]+):(\\d{12}):stream/(.+)");

    Account {
        if (!id.matches("\\d{12}")) {
            throw new IllegalArgumentException("An account has 12 digits, not '" + id + "'");
        }
        if (region.isEmpty()) {
            throw new IllegalArgumentException("An account needs a region, for example us-east-1");
        }
    }

    String arnOf(String stream) {
        return "arn:" + partition() + ":kinesis:" + region + ":" + id + ":stream/" + stream;
    }

    private String partition() {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    /** The stream that an ARN names; null when it is of another account or region, or no ARN of a stream. */
    @Nullable
    String streamOf(String arn) {
        Matcher matcher = ARN.matcher(arn);
        return matcher.matches() && arnOf(matcher.group(4)).equals(arn) ? matcher.group(4) : null;
    }
}
