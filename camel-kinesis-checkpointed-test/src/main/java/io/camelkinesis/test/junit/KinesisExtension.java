// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The JUnit 5 extension behind {@link KinesisTest}. Registered in a static field with {@code @RegisterExtension} it gives
 * the same by its methods:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KinesisExtension KINESIS = KinesisExtension.inMemory();
 *
 * @Test
 * void test() {
 *     String stream = KINESIS.get().freshStream(4);
 *     KINESIS.get().failNext(Operation.GET_RECORDS, Fault.THROTTLED);
 * }
 * }</pre>
 *
 * <p>The Kinesis and the DynamoDB are started once for a test class and end after it, when all other extensions are done. Faults and throttling that a test
 * switches on end with the test.
 */
public final class KinesisExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(KinesisExtension.class);

    private static final Map<Class<?>, Function<TestKinesis, Object>> PARAMETERS = Map.of(
            TestKinesis.class, kinesis -> kinesis,
            KinesisClient.class, TestKinesis::client,
            KinesisAsyncClient.class, TestKinesis::asyncClient,
            DynamoDbClient.class, TestKinesis::dynamoDb,
            InMemoryKinesis.class, TestKinesis::model);

    private final @Nullable Setup setup;
    private volatile @Nullable TestKinesis current;

    /** What {@link KinesisTest} on the test class says; the in-memory Kinesis without it. */
    public KinesisExtension() {
        this(null);
    }

    private KinesisExtension(@Nullable Setup setup) {
        this.setup = setup;
    }

    /** With the in-memory Kinesis. */
    public static KinesisExtension inMemory() {
        return new KinesisExtension(new Setup(Backend.IN_MEMORY, Duration.ZERO));
    }

    /** With kinesis-local in a child process; the class is skipped where Node is missing, and fails in CI. */
    public static KinesisExtension kinesisLocal() {
        return new KinesisExtension(new Setup(Backend.KINESIS_LOCAL, Duration.ZERO));
    }

    /**
     * The same with a clock that begins behind the system's; {@link KinesisTest#clockBehind()} says what that is for.
     *
     * @param behind how far, not negative
     * @throws IllegalArgumentException if it is negative, or the Kinesis is not the in-memory one
     */
    public KinesisExtension clockBehind(Duration behind) {
        return new KinesisExtension(new Setup(setup == null ? Backend.IN_MEMORY : setup.backend(), behind));
    }

    /**
     * What this extension has started for the test class.
     *
     * @throws IllegalStateException before the first test of the class
     */
    public TestKinesis get() {
        TestKinesis started = current;
        if (started == null) {
            throw new IllegalStateException(
                    "Kinesis starts with the test class: register this extension in a static field");
        }
        return started;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        current = started(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started(context).calm();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return PARAMETERS.containsKey(type) || (type == String.class && parameter.isAnnotated(FreshStream.class));
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestKinesis kinesis = started(context);
        Optional<FreshStream> stream = parameter.findAnnotation(FreshStream.class);
        if (stream.isPresent()) {
            return kinesis.freshStream(stream.get().shards());
        }
        Class<?> type = parameter.getParameter().getType();
        return Objects.requireNonNull(PARAMETERS.get(type), type::getName).apply(kinesis);
    }

    /** Kept in the store of the outermost test class. */
    private TestKinesis started(ExtensionContext context) {
        ExtensionContext owner = ownerOf(context);
        return owner.getStore(NAMESPACE)
                .getOrComputeIfAbsent(setupFor(owner.getRequiredTestClass()), Started::of, Started.class)
                .kinesis();
    }

    /**
     * What the store closes when all that other extensions do after the class has been done: a Camel context that ends there
     * still finds its table.
     */
    private record Started(TestKinesis kinesis) implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        static Started of(Setup setup) {
            return new Started(TestKinesis.start(setup));
        }

        @Override
        public void close() {
            kinesis.close();
        }
    }

    private static ExtensionContext ownerOf(ExtensionContext context) {
        ExtensionContext owner = context;
        while (owner.getParent().isPresent()
                && owner.getParent().get().getTestClass().isPresent()) {
            owner = owner.getParent().get();
        }
        return owner;
    }

    private Setup setupFor(Class<?> testClass) {
        return setup != null
                ? setup
                : AnnotationSupport.findAnnotation(testClass, KinesisTest.class)
                        .map(Setup::of)
                        .orElseGet(() -> new Setup(Backend.IN_MEMORY, Duration.ZERO));
    }
}
