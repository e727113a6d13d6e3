// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.test.dynamodb.DynamoDbLocal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** G9: many shards do not need many threads, counted in a JVM that does nothing else. */
class ManyShardsProofTest {

    /** A build that has more to do takes fewer. */
    private static final int SHARDS = Boolean.getBoolean("proofs.full") ? 1_500 : 500;

    private static final int MOST_THREADS = 64;

    @TempDir
    Path directory;

    @Test
    void oneWorkerReadsAllShardsWithFewThreads() {
        try (DynamoDbLocal dynamoDb = DynamoDbLocal.serverProcess();
                ChildJvm child = ChildJvm.start(
                        ManyShardsProgram.class, directory.resolve("output"), SHARDS, dynamoDb.endpoint())) {
            assertThat(child.awaitExit()).as(child::output).isZero();

            Matcher result = ManyShardsProgram.RESULT.matcher(child.output());
            assertThat(result.find()).as(child::output).isTrue();
            int shards = Integer.parseInt(result.group(1));
            int threads = Integer.parseInt(result.group(2));
            assertThat(shards).as("shards read").isEqualTo(SHARDS);
            assertThat(threads).as("most threads of the JVM at once").isBetween(2, MOST_THREADS);
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE foundation.7 one worker read all of %d shards with at most %d threads in the JVM, after %s s%n",
                    shards,
                    threads,
                    result.group(3));
        }
    }
}
