// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.model.StreamId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which streams, of which consumer group. */
abstract sealed class StreamOptions permits StreamOptions.Required, StreamOptions.Chosen {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:kinesis:(?<region>[a-z0-9-]+):(?<account>[0-9]{12}):stream/(?<name>[A-Za-z0-9_.-]{1,128})");

    /** Of commands that do nothing without a stream. */
    static final class Required extends StreamOptions {

        @Option(
                names = NAME_OF_OPTION,
                required = true,
                paramLabel = "NAME",
                order = 11,
                description = "Required. A stream as the URI of the route has it, name or ARN. May be repeated.")
        private List<String> streams = List.of();

        @Override
        List<String> given() {
            return streams;
        }
    }

    /** Of the import, whose file may say which streams it is about. */
    static final class Chosen extends StreamOptions {

        @Option(
                names = NAME_OF_OPTION,
                paramLabel = "NAME",
                order = 11,
                description = "A stream as the URI of the route has it, name or ARN. May be repeated. Required with"
                        + " --from-kcl and --from-redpanda. With FILE it chooses from its streams. Default: all of"
                        + " them.")
        private List<String> streams = List.of();

        @Override
        List<String> given() {
            return streams;
        }
    }

    private static final String NAME_OF_OPTION = "--stream";

    @Option(
            names = "--group",
            paramLabel = "NAME",
            order = 12,
            description = "The consumer group. Default: none, as in the URI.")
    private String group = "";

    /** As they stand in the command. */
    abstract List<String> given();

    /** The streams of the group, none when none was named. */
    List<StreamId> named() {
        for (String stream : given()) {
            if (!NAME.matcher(stream).matches() && !ARN.matcher(stream).matches()) {
                throw ToolException.usage("--stream=" + stream
                        + ": a stream is a name of 1 to 128 characters of a-z, A-Z, 0-9, _, - and ., or an ARN such as"
                        + " arn:aws:kinesis:eu-west-1:111122223333:stream/orders");
            }
        }
        Set<String> once = new LinkedHashSet<>(given());
        return once.stream().map(stream -> new StreamId(stream, group)).toList();
    }

    String group() {
        return group;
    }

    /** The region that the ARNs name, null when there is none. */
    String region() {
        List<String> regions = given().stream()
                .map(ARN::matcher)
                .filter(Matcher::matches)
                .map(arn -> arn.group("region"))
                .distinct()
                .toList();
        if (regions.size() > 1) {
            throw ToolException.usage("--stream: streams of several regions, " + String.join(" and ", regions)
                    + "; call the tool once for each");
        }
        return regions.isEmpty() ? null : regions.get(0);
    }

    /** The name that an ARN ends in; a name as it is. */
    static String nameOf(String stream) {
        return stream.substring(stream.lastIndexOf('/') + 1);
    }

    /** The account that an ARN names; none for a name. */
    static Stream<String> accountOf(String stream) {
        Matcher arn = ARN.matcher(stream);
        return arn.matches() ? Stream.of(arn.group("account")) : Stream.empty();
    }

    static boolean isArn(String stream) {
        return stream.startsWith("arn:");
    }
}
