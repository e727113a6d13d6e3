// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelkinesis.checkpointed.aws.AccessProblem;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.kinesis.model.KinesisException;

/** Whatever a port answered, its failure can be told: random ones, without messages, codes and details, in circles of causes. */
class ErrorTextTest {

    private static final int TRIES = 2_000;

    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int kind;

        private Mute(int kind, Throwable cause) {
            super(null, cause);
            this.kind = kind;
        }

        @Override
        public String getMessage() {
            if (kind == 0) {
                throw new IllegalStateException("no message");
            }
            return kind == 1 ? null : String.valueOf(getCause());
        }

        @Override
        public String toString() {
            return kind == 2 ? null : getClass().getName();
        }
    }

    private static Throwable failure(Random random, int depth) {
        Throwable cause = depth == 0 || random.nextBoolean() ? null : failure(random, depth - 1);
        return switch (random.nextInt(5)) {
            case 0 -> new Mute(random.nextInt(4), cause);
            case 1 -> KinesisException.builder().message("refused").cause(cause).build();
            case 2 ->
                KinesisException.builder()
                        .message("refused")
                        .cause(cause)
                        .statusCode(random.nextInt(600))
                        .awsErrorDetails(AwsErrorDetails.builder().build())
                        .build();
            case 3 -> circle();
            default -> new IllegalStateException("x".repeat(random.nextInt(1_000)), cause);
        };
    }

    private static Throwable circle() {
        IllegalStateException one = new IllegalStateException("java.lang.IllegalStateException");
        one.initCause(new IllegalStateException("java.lang.IllegalStateException", one));
        return one;
    }

    @Test
    void everyFailureCanBeToldAndJudged() {
        Random random = new Random(11);
        for (int i = 0; i < TRIES; i++) {
            Throwable failure = failure(random, 4);
            assertThat(ErrorText.of(failure)).isNotNull().hasSizeLessThanOrEqualTo(300);
            assertThat(AccessProblem.is(failure)).isFalse();
        }
    }
}
