package io.camelkinesis.test.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class one Kinesis and one DynamoDB. Constructors and methods may take parameters of the types
 * {@link TestKinesis}, {@code KinesisClient}, {@code KinesisAsyncClient}, {@code DynamoDbClient} and {@code
 * InMemoryKinesis}, and names of fresh streams as {@link FreshStream}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KinesisExtension.class)
public @interface KinesisTest {

    /** Which Kinesis; the in-memory one when not said. */
    Backend value() default Backend.IN_MEMORY;
}
