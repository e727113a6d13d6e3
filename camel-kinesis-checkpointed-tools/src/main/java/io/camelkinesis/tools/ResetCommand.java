// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Moves positions. */
@Command(
        name = "reset",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Moves the position of streams, or of single shards.",
            "Without --shard all shards and the start of the group are moved; shards that were consumed to their end are"
                    + " read again, and their children wait for them again."
        })
final class ResetCommand implements Callable<Integer> {

    private static final Pattern SHARD_NUMBER = Pattern.compile("[0-9]{1,12}");
    private static final Pattern SHARD_ID = Pattern.compile("shardId-[0-9]{12}");

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private StreamOptions.Required streams;

    @Mixin
    private ChangeOptions change;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "WHERE",
            order = 1,
            description = {
                "horizon: the oldest record that the stream still keeps.",
                "latest: what arrives from now on.",
                "timestamp: the first record that arrived at or after VALUE, ISO-8601 with a zone or milliseconds since"
                        + " 1970.",
                "sequence: behind the record VALUE, which counts as done; needs --shard."
            })
    private ResetTarget.Kind to;

    @Option(
            names = "--shard",
            paramLabel = "ID",
            order = 2,
            description = "A shard, by id or number. May be repeated. Default: all shards of the streams.")
    private List<String> shards = List.of();

    @Parameters(arity = "0..1", paramLabel = "VALUE", description = "For --to timestamp and --to sequence.")
    private String value;

    ResetCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        ResetTarget target = ResetTarget.of(to, value, surroundings.clock().now());
        List<StreamId> named = streams.named();
        Set<String> names = shardNames();
        if (!names.isEmpty() && named.size() > 1) {
            throw ToolException.usage("--shard: give one --stream, the shards of several streams have the same ids");
        }
        if (target instanceof ResetTarget.Behind && names.size() != 1) {
            throw ToolException.usage("--to sequence needs one --shard: each shard has sequence numbers of its own");
        }
        try (Session session = new Session(surroundings, spec, connection, streams)) {
            List<StreamId> settled = session.settled(named);
            if (target instanceof ResetTarget.Behind behind) {
                checkRange(session, settled.get(0), names.iterator().next(), behind.checkpoint());
            }
            new Changes(session, change)
                    .make(settled.stream()
                            .map(stream -> plan(session, stream, target, names))
                            .toList());
        }
        return ExitCode.OK;
    }

    /** LATEST is resolved once for a stream, by the clock of the service. */
    private static Changes.Plan plan(Session session, StreamId stream, ResetTarget target, Set<String> names) {
        Instant now = session.editor.group(stream).readAt();
        ResetTarget resolved = target instanceof ResetTarget.Start start && start.position() instanceof Position.Latest
                ? new ResetTarget.Start(new Position.AtTimestamp(now))
                : target;
        return new Changes.Plan(stream, () -> ResetPlan.of(session.look(stream), resolved, names));
    }

    private Set<String> shardNames() {
        Set<String> names = new TreeSet<>();
        for (String shard : shards) {
            if (SHARD_NUMBER.matcher(shard).matches()) {
                names.add(String.format("shardId-%012d", Long.parseLong(shard)));
            } else if (SHARD_ID.matcher(shard).matches()) {
                names.add(shard);
            } else {
                throw ToolException.usage(
                        "--shard=" + shard + ": a shard is a number or an id, as in 3 or shardId-000000000003");
            }
        }
        return names;
    }

    private static void checkRange(Session session, StreamId stream, String shard, SequenceNumber number) {
        ShardRange range = ShardRange.of(session.kinesis, stream, shard);
        if (!range.contains(number)) {
            throw ToolException.problem(
                    stream + "/" + shard + " holds the sequence numbers " + range + "; " + number + " is none of them");
        }
        Fetch probe = Session.answer(session.reader.fetch(stream.shard(shard), new Position.After(number), null, 1));
        if (probe instanceof Fetch.Failed failed) {
            throw ToolException.problem(stream + "/" + shard + " cannot be read behind " + number + ": "
                    + failed.cause().getMessage());
        }
    }
}
