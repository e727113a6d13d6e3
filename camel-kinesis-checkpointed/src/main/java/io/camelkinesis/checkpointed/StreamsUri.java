// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.model.StreamSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of an endpoint URI: which streams, and which of their shards.
 *
 * <p>Entries are separated by commas. An entry is a stream name or a stream ARN, and may end in a shard:
 * {@code orders}, {@code orders:0}, {@code orders:shardId-000000000003},
 * {@code arn:aws:kinesis:eu-west-1:111122223333:stream/orders:0}. Either all entries name a shard or none does.
 *
 * @param shardsByStream for each stream, as written, the shards to read; an empty list means all, present and future
 * @param regions the regions that the ARNs name; at most one
 */
record StreamsUri(Map<String, List<String>> shardsByStream, Set<String> regions) {

    private static final String OPTION = "streams";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:kinesis:(?<region>[a-z0-9]+(?:-[a-z0-9]+)*):[0-9]{12}:stream/(?<name>[^:/]+)(?::(?<shard>.*))?");
    private static final Pattern SHARD_NUMBER = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SHARD_ID = Pattern.compile("shardId-[0-9]{12}");

    /**
     * Reads the path of a URI.
     *
     * @param path what follows {@code kinesis-cp:}
     * @param problems takes what is wrong; the result then holds only what made sense
     */
    static StreamsUri parse(String path, OptionProblems problems) {
        List<Entry> entries = new ArrayList<>();
        for (String text : path.split(",", -1)) {
            Entry entry = Entry.parse(text.strip(), path, problems);
            if (entry != null) {
                entries.add(entry);
            }
        }
        checkTogether(path, entries, problems);
        Map<String, List<String>> shards = new LinkedHashMap<>();
        Set<String> regions = new LinkedHashSet<>();
        for (Entry entry : entries) {
            List<String> named = shards.computeIfAbsent(entry.stream, stream -> new ArrayList<>());
            if (entry.shard != null) {
                named.add(entry.shard);
            }
            if (entry.region != null) {
                regions.add(entry.region);
            }
        }
        if (regions.size() > 1) {
            problems.reject(
                    OPTION,
                    path,
                    "the ARNs of an endpoint must name one region, not " + String.join(" and ", regions)
                            + "; use one endpoint per region");
        }
        return new StreamsUri(shards, regions);
    }

    /** Whether a text is the name or the ARN of a stream, without a shard. */
    static boolean isStream(String text) {
        Matcher arn = ARN.matcher(text);
        return arn.matches()
                ? arn.group("shard") == null && NAME.matcher(arn.group("name")).matches()
                : NAME.matcher(text).matches();
    }

    /** The streams as the engine wants them, in the order of the URI. */
    List<StreamSelection> selections(String group) {
        List<StreamSelection> selections = new ArrayList<>();
        shardsByStream.forEach((stream, shards) ->
                selections.add(new StreamSelection(new StreamId(stream, group == null ? "" : group), shards)));
        return selections;
    }

    /** The region that the ARNs name, null when none does. */
    String region() {
        return regions.isEmpty() ? null : regions.iterator().next();
    }

    private static void checkTogether(String path, List<Entry> entries, OptionProblems problems) {
        Map<String, String> writtenAs = new LinkedHashMap<>();
        Set<Entry> seen = new LinkedHashSet<>();
        boolean balanced = false;
        boolean explicit = false;
        for (Entry entry : entries) {
            balanced |= entry.shard == null;
            explicit |= entry.shard != null;
            if (!seen.add(entry)) {
                problems.reject(OPTION, path, entry + " is named twice; name it once");
            }
            String other = writtenAs.putIfAbsent(entry.name, entry.stream);
            if (other != null && entry.isArn() != other.startsWith("arn:")) {
                problems.reject(
                        OPTION,
                        path,
                        "'" + other + "' and '" + entry.stream + "' may be the same stream; name it"
                                + " once, or write both as ARNs");
            }
        }
        if (balanced && explicit) {
            problems.reject(
                    OPTION,
                    path,
                    "either every entry names a shard, as in orders:0,orders:3, or none does;" + " use two endpoints");
        }
    }

    /**
     * One entry of the path.
     *
     * @param stream the stream as written
     * @param name its name
     * @param region region of the ARN, null for a bare name
     * @param shard the shard as ListShards names it, null for all of them
     */
    private record Entry(String stream, String name, String region, String shard) {

        static Entry parse(String text, String path, OptionProblems problems) {
            if (text.isEmpty()) {
                problems.reject(OPTION, path, "an entry is empty; write names or ARNs with one comma between them");
                return null;
            }
            Matcher arn = ARN.matcher(text);
            if (arn.matches()) {
                String shard = arn.group("shard");
                String stream = shard == null ? text : text.substring(0, text.length() - shard.length() - 1);
                return checked(stream, arn.group("name"), arn.group("region"), shard, problems);
            }
            if (text.startsWith("arn:")) {
                problems.reject(
                        OPTION,
                        text,
                        "an ARN of a stream reads"
                                + " arn:aws:kinesis:<region>:<12 digits>:stream/<name>, also with aws-cn or aws-us-gov");
                return null;
            }
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            return checked(name, name, null, colon < 0 ? null : text.substring(colon + 1), problems);
        }

        private static Entry checked(String stream, String name, String region, String shard, OptionProblems problems) {
            if (!NAME.matcher(name).matches()) {
                problems.reject(OPTION, stream, "a stream name is 1 to 128 characters of a-z, A-Z, 0-9, _, - and .");
                return null;
            }
            if (shard == null || SHARD_ID.matcher(shard).matches()) {
                return new Entry(stream, name, region, shard);
            }
            if (!SHARD_NUMBER.matcher(shard).matches()) {
                problems.reject(
                        OPTION,
                        stream + ":" + shard,
                        "a shard is a number or an id, as in orders:3 or" + " orders:shardId-000000000003");
                return null;
            }
            return new Entry(stream, name, region, String.format("shardId-%012d", Long.parseLong(shard)));
        }

        boolean isArn() {
            return region != null;
        }

        @Override
        public String toString() {
            return "'" + stream + (shard == null ? "" : ":" + shard) + "'";
        }
    }
}
