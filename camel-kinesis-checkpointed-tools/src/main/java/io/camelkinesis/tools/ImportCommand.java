// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.tools.LeaseDocument.StreamPositions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings positions in from elsewhere. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Writes positions into the table: those of a FILE of export, or of another program's table.",
            "Rows of shards that are not imported stay as they are.",
            "With --create-table and nothing to import it only creates the table."
        })
final class ImportCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";
    private static final String CREATE_TABLE = "--create-table";

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Mixin
    private StreamOptions.Chosen streams;

    @Mixin
    private ChangeOptions change;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "JSON of export, - for standard input. --group puts its streams into another group.")
    private String file;

    @Option(
            names = "--from-kcl",
            paramLabel = "TABLE",
            order = 1,
            description = "The lease table of a KCL 2 or 3 application, instead of a FILE.")
    private String kclTable;

    @Option(
            names = "--from-redpanda",
            paramLabel = "TABLE",
            order = 2,
            description =
                    "A table that Redpanda Connect keeps, instead of a FILE. May be --table, for rows under another"
                            + " StreamID.")
    private String redpandaTable;

    @Option(
            names = "--from-stream",
            paramLabel = "KEY",
            order = 3,
            description =
                    "With --from-redpanda: the StreamID of the rows. Default: the stream, or its other spelling, name"
                            + " or ARN.")
    private String fromStream;

    @Option(
            names = "--timestamp",
            paramLabel = "TIME",
            order = 4,
            description = "With --from-kcl: where leases at AT_TIMESTAMP start, ISO-8601 or milliseconds since 1970.")
    private String timestamp;

    @Option(
            names = CREATE_TABLE,
            order = 5,
            description = "Create the lease table when it is missing, paid for by request, and wait until it can be"
                    + " used. Alone it does nothing else.")
    private boolean createTable;

    ImportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        long sources = Stream.of(file, kclTable, redpandaTable)
                .filter(source -> source != null)
                .count();
        if (sources > 1 || (sources == 0 && !createTable)) {
            throw ToolException.usage("Give one of FILE, --from-kcl and --from-redpanda");
        }
        if (createTable && change.dryRun()) {
            throw ToolException.usage("--dry-run writes nothing, so it creates no table: call import " + CREATE_TABLE
                    + " alone first, which writes no row");
        }
        if ((fromStream != null && redpandaTable == null) || (timestamp != null && kclTable == null)) {
            throw ToolException.usage("--from-stream goes with --from-redpanda, --timestamp with --from-kcl");
        }
        if (file != null) {
            importDocument();
        } else if (kclTable != null) {
            importKcl();
        } else if (redpandaTable != null) {
            importRedpanda();
        } else {
            createTable();
        }
        return ExitCode.OK;
    }

    private void createTable() {
        try (Session session = session()) {
            session.out.println("Lease table " + session.table + " is there and can be used");
        }
    }

    private Session session() {
        return new Session(
                surroundings, spec, connection, streams, createTable ? LeaseTableBilling.payPerRequest() : null);
    }

    /** The streams, of which a table of another program does not tell. */
    private List<StreamId> ofAnotherProgram() {
        List<StreamId> named = streams.named();
        if (named.isEmpty()) {
            throw ToolException.usage("--from-kcl and --from-redpanda need --stream=NAME");
        }
        return named;
    }

    private void importDocument() throws IOException {
        LeaseDocument document = read();
        List<StreamPositions> chosen = chosen(document);
        try (Session session = session()) {
            List<Changes.Plan> plans = new ArrayList<>();
            for (StreamPositions positions : chosen) {
                String group = streams.group().isEmpty() ? String.valueOf(positions.group()) : streams.group();
                StreamId stream = session.settled(List.of(new StreamId(positions.stream(), group)))
                        .get(0);
                DocumentImport source = new DocumentImport(positions, file);
                plans.add(new Changes.Plan(stream, () -> source.plan(session.rows(stream))));
            }
            new Changes(session, change).make(plans);
        }
    }

    private LeaseDocument read() throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            String json = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            return LeaseDocument.parse(json, "standard input");
        }
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw ToolException.problem(file + ": there is no such file, or it cannot be read");
        }
        return LeaseDocument.parse(Files.readString(path), file);
    }

    private List<StreamPositions> chosen(LeaseDocument document) {
        List<StreamId> wanted = streams.named();
        for (StreamPositions positions : document.streams()) {
            if (positions.stream() == null || positions.stream().isEmpty() || positions.group() == null) {
                throw ToolException.problem(file + ": each stream needs 'stream' and 'group'; group may be empty");
            }
        }
        for (StreamId stream : wanted) {
            if (document.streams().stream()
                    .noneMatch(positions -> positions.stream().equals(stream.stream()))) {
                throw ToolException.problem(file + " holds no stream " + stream.stream() + "; it holds "
                        + String.join(
                                ", ",
                                document.streams().stream()
                                        .map(StreamPositions::stream)
                                        .toList()));
            }
        }
        return document.streams().stream()
                .filter(positions -> wanted.isEmpty()
                        || wanted.stream().anyMatch(stream -> stream.stream().equals(positions.stream())))
                .toList();
    }

    private void importKcl() {
        List<StreamId> named = ofAnotherProgram();
        Instant start = timestamp == null ? null : ResetTarget.time(timestamp);
        try (Session session = session()) {
            KclTable table = new KclTable(session.dynamoDb, kclTable, session.err);
            AggregateProbe probe = new AggregateProbe(session.kinesis);
            Changes changes = new Changes(session, change);
            List<Changes.Plan> plans = new ArrayList<>();
            for (StreamId stream : session.settled(named)) {
                List<KclRow> leases = table.rows(stream);
                if (named.size() > 1 && leases.get(0).stream() == null) {
                    throw ToolException.usage(
                            "Table " + kclTable + " is of an application that reads one stream, and does"
                                    + " not say which; give that one as --stream");
                }
                changes.refuseWhileAlive("table " + kclTable, () -> table.marks(stream));
                KclImport source = new KclImport(
                        leases,
                        start,
                        session.editor.group(stream).readAt(),
                        lease -> probe.mayBeAggregate(stream, lease.shard(), lease.checkpoint()));
                source.notes(session.look(stream)).forEach(session.err::println);
                plans.add(new Changes.Plan(stream, () -> source.plan(session.look(stream))));
            }
            changes.make(plans);
        }
    }

    private void importRedpanda() {
        List<StreamId> named = ofAnotherProgram();
        if (fromStream != null && named.size() > 1) {
            throw ToolException.usage("--from-stream names the rows of one stream; give one --stream");
        }
        try (Session session = session()) {
            Changes changes = new Changes(session, change);
            List<Changes.Plan> plans = new ArrayList<>();
            for (StreamId stream : named) {
                RedpandaImport source = RedpandaImport.find(session, stream, redpandaTable, fromStream);
                changes.refuseWhileAlive(source.what(), source::marks);
                source.notes().forEach(session.err::println);
                plans.add(new Changes.Plan(stream, () -> source.plan(session.look(stream))));
            }
            changes.make(plans);
        }
    }
}
