// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.StoredPosition;
import io.camelkinesis.engine.model.GroupStart;
import io.camelkinesis.engine.model.Lease;
import io.camelkinesis.engine.model.Position;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes positions as JSON. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes the positions of streams as JSON, which import reads. Changes nothing in the table.")
final class ExportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private StreamOptions.Required streams;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where to. Default: standard output.")
    private Path file;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        List<StreamId> named = streams.named();
        try (Session session = new Session(surroundings, spec, connection, streams)) {
            LeaseDocument document = new LeaseDocument(
                    LeaseDocument.FORMAT,
                    LeaseDocument.VERSION,
                    surroundings.clock().now().toString(),
                    session.settled(named).stream()
                            .map(stream -> positions(session, stream))
                            .toList());
            String json = LeaseDocument.json(document);
            if (file == null) {
                session.out.println(json);
            } else {
                Files.writeString(file, json + "\n");
                document.streams()
                        .forEach(stream -> session.err.println(
                                stream.stream() + ": " + stream.shards().size() + " shards written to " + file));
            }
        }
        return ExitCode.OK;
    }

    private static LeaseDocument.StreamPositions positions(Session session, StreamId stream) {
        StreamLook look = session.rows(stream);
        look.view().oddities().forEach(session.err::println);
        GroupStart start = look.group().start();
        return new LeaseDocument.StreamPositions(
                stream.spelling(),
                stream.group(),
                start == null
                        ? null
                        : new LeaseDocument.Start(
                                StoredPosition.text(start.position()),
                                start.startedAt().toString()),
                look.view().leases().stream().map(ExportCommand::position).toList());
    }

    private static LeaseDocument.ShardPosition position(Lease lease) {
        SequenceNumber checkpoint = lease.checkpoint();
        @Nullable Position start = lease.startPosition();
        return new LeaseDocument.ShardPosition(
                lease.shard().name(),
                checkpoint == null ? null : checkpoint.digits(),
                checkpoint == null || !checkpoint.isPartial() ? null : (Long) checkpoint.subSequence(),
                start == null ? null : StoredPosition.text(start),
                lease.parents().isEmpty() ? null : lease.parents(),
                lease.ended(),
                lease.epoch());
    }
}
