// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class one Kinesis and one DynamoDB, in memory and its own: classes that run at the same time share
 * nothing. Constructors and methods may take parameters of the types {@link TestKinesis}, {@code KinesisClient}, {@code
 * KinesisAsyncClient}, {@code DynamoDbClient} and {@code InMemoryKinesis}, and names of fresh streams as
 * {@link FreshStream}.
 *
 * <p>Nested test classes have that of the class around them. Streams and tables stay from test to test; faults, and
 * throttling, end with the test that asked for them.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KinesisExtension.class)
public @interface KinesisTest {

    /** Which Kinesis; the in-memory one when not said. */
    Backend value() default Backend.IN_MEMORY;

    /**
     * How far the clock of the in-memory Kinesis begins behind the system's, as {@link java.time.Duration#parse} takes it,
     * for example {@code PT2H}: to a route, which goes by the system's clock, a record that is put is that old.
     * {@link TestKinesis#advanceTime} brings it nearer. No difference when not said.
     */
    String clockBehind() default "PT0S";
}
