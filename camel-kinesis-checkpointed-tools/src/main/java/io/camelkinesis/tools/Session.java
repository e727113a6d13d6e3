// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import io.camelkinesis.checkpointed.aws.DynamoDbLeaseStore;
import io.camelkinesis.checkpointed.aws.KinesisShardLister;
import io.camelkinesis.checkpointed.aws.KinesisShardReader;
import io.camelkinesis.checkpointed.aws.LeaseTable;
import io.camelkinesis.checkpointed.aws.LeaseTableBilling;
import io.camelkinesis.checkpointed.aws.LeaseTableEditor;
import io.camelkinesis.checkpointed.aws.StreamRows;
import io.camelkinesis.engine.model.StreamId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** One run of a command: clients, and what is built on them. Everything happens on the calling thread. */
final class Session implements AutoCloseable {

    private static final Executor CALLER = Runnable::run;
    /** For calls to the table; nobody waits for the tools. */
    private static final Duration UNHURRIED = Duration.ofSeconds(30);

    final Surroundings surroundings;
    final PrintWriter out;
    final PrintWriter err;
    final KinesisClient kinesis;
    final DynamoDbClient dynamoDb;
    final String table;
    final KinesisShardLister lister;
    final KinesisShardReader reader;
    final DynamoDbLeaseStore store;
    final LeaseTableEditor editor;

    Session(Surroundings surroundings, CommandSpec command, ConnectionOptions connection, StreamOptions streams) {
        this(surroundings, command, connection, streams, null);
    }

    /** @param create how the lease table is created when it is missing, null: it must be there */
    Session(
            Surroundings surroundings,
            CommandSpec command,
            ConnectionOptions connection,
            StreamOptions streams,
            @Nullable LeaseTableBilling create) {
        this.surroundings = surroundings;
        out = command.commandLine().getOut();
        err = command.commandLine().getErr();
        table = connection.table();
        AwsAccess access = connection.kinesis(streams.region());
        AwsAccess tableAccess = connection.dynamoDb(streams.region());
        kinesis = surroundings.kinesis().apply(access);
        dynamoDb = surroundings.dynamoDb().apply(tableAccess);
        lister = new KinesisShardLister(kinesis, CALLER, access.where());
        reader = new KinesisShardReader(kinesis, CALLER);
        store = storeOn(table);
        editor = new LeaseTableEditor(dynamoDb, table, store, surroundings.clock());
        new LeaseTable(dynamoDb, table, tableAccess.where(), ConnectionOptions::nameOf)
                .ensure(create)
                .forEach(err::println);
    }

    /** Reads rows of another table. */
    DynamoDbLeaseStore storeOn(String anyTable) {
        return new DynamoDbLeaseStore(dynamoDb, anyTable, UNHURRIED, CALLER, CALLER, surroundings.clock());
    }

    /** The streams, with the spelling under which the table has their rows. */
    List<StreamId> settled(List<StreamId> streams) {
        Spelling spelling = new Spelling(new StreamRows(dynamoDb, table), lister, table, err);
        return streams.stream().map(spelling::settle).toList();
    }

    /** The shards and the rows of a stream. */
    StreamLook look(StreamId stream) {
        // the rows first, as the consumers do: what has a row and is not listed then is gone
        return rows(stream).listing(answer(lister.list(stream)));
    }

    /** The rows of a stream alone. */
    StreamLook rows(StreamId stream) {
        return new StreamLook(stream, List.of(), answer(store.view(stream)), editor.group(stream));
    }

    /** The answer, or its failure as it was thrown. */
    static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void close() {
        out.flush();
        err.flush();
        kinesis.close();
        dynamoDb.close();
    }
}
