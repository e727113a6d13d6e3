// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.model.StreamSelection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the options about enhanced fan-out must look like. */
final class FanOutRules {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    /** Group 1 is the ARN of the stream, group 2 its name. */
    private static final Pattern ARN =
            Pattern.compile("(arn:[a-z0-9-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream/([A-Za-z0-9_.-]{1,128}))"
                    + "/consumer/[A-Za-z0-9_.-]{1,128}:[0-9]{1,20}");

    private final FanOutConfiguration options;
    private final OptionProblems problems;

    FanOutRules(FanOutConfiguration options, OptionProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    void check(List<StreamSelection> streams) {
        String name = options.getFanOutConsumerName();
        String arn = options.getFanOutConsumerArn();
        if (options.getRetrieval() == Retrieval.POLLING) {
            checkPolling(name, arn);
            return;
        }
        if (name == null && arn == null) {
            problems.reject(
                    "retrieval",
                    Retrieval.FAN_OUT,
                    "needs fanOutConsumerName, which is registered where it is missing, or the fanOutConsumerArn of a"
                            + " registered consumer");
        } else if (name != null && arn != null) {
            problems.reject(
                    "fanOutConsumerArn",
                    arn,
                    "names a consumer beside fanOutConsumerName=" + name + "; give one of them");
        }
        if (name != null && !NAME.matcher(name).matches()) {
            problems.reject("fanOutConsumerName", name, "must be 1 to 128 characters of a-z, A-Z, 0-9, _, - and .");
        }
        if (arn != null) {
            checkArn(arn, streams);
        }
    }

    private void checkPolling(String name, String arn) {
        String allowed = "goes with retrieval=FAN_OUT only";
        if (name != null) {
            problems.reject("fanOutConsumerName", name, allowed);
        }
        if (arn != null) {
            problems.reject("fanOutConsumerArn", arn, allowed);
        }
        if (options.isFanOutFallback()) {
            problems.reject("fanOutFallback", true, allowed);
        }
    }

    private void checkArn(String arn, List<StreamSelection> streams) {
        Matcher parts = ARN.matcher(arn);
        if (!parts.matches()) {
            problems.reject(
                    "fanOutConsumerArn",
                    arn,
                    "must be arn:<partition>:kinesis:<region>:<12-digit account>:stream/<name>/consumer/<name>:<number>");
            return;
        }
        if (streams.size() > 1) {
            problems.reject(
                    "fanOutConsumerArn",
                    arn,
                    "is a consumer of one stream, and the endpoint has " + streams.size()
                            + "; give fanOutConsumerName, which is registered with each of them");
            return;
        }
        streams.stream()
                .map(selection -> selection.stream().stream())
                .filter(stream -> !stream.equals(parts.group(1)) && !stream.equals(parts.group(2)))
                .forEach(stream -> problems.reject(
                        "fanOutConsumerArn", arn, "is a consumer of " + parts.group(2) + ", not of " + stream));
    }
}
