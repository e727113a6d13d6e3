// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.KinesisStreamException;
import io.camelkinesis.engine.consume.Fetch;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.Shard;
import io.camelkinesis.engine.model.StreamId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows where the shards of streams stand. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows streams, shards, owners, positions, lag and members. Changes nothing.",
            "The lag of a shard is what Kinesis answers to one GetRecords at its position, for one record:"
                    + " MillisBehindLatest. That is one read of the five that a shard allows in a second."
        })
final class ShowCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private StreamOptions.Required streams;

    @Option(names = "--json", order = 1, description = "JSON instead of text.")
    private boolean json;

    @Option(names = "--no-lag", order = 2, description = "Read nothing of the shards.")
    private boolean noLag;

    ShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        List<StreamId> named = streams.named();
        try (Session session = new Session(surroundings, spec, connection, streams)) {
            Report report = new Report(
                    session.table,
                    session.settled(named).stream()
                            .map(stream -> report(session, stream))
                            .toList());
            if (json) {
                session.out.println(LeaseDocument.json(report));
            } else {
                session.out.print(ReportText.of(report));
            }
        }
        return ExitCode.OK;
    }

    private Report.StreamReport report(Session session, StreamId stream) {
        StreamLook rows = session.rows(stream);
        List<Shard> listed;
        try {
            listed = Session.answer(session.lister.list(stream));
        } catch (KinesisStreamException e) {
            return new ReportWriter(rows, null).report(List.of(String.valueOf(e.getMessage())));
        }
        BiFunction<Shard, Position, Fetch> probe =
                noLag ? null : (shard, from) -> Session.answer(session.reader.fetch(shard.id(), from, null, 1));
        return new ReportWriter(rows.listing(listed), probe).report(List.of());
    }
}
