// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Every field of every request and answer arrives as it was sent, through the real client of the SDK: filled at random from
 * what the SDK's model says about its own fields.
 */
class WireRoundTripTest {

    private static final int ROUNDS = 5;
    private static final long YEAR_2100_MILLIS = 4_102_444_800_000L;
    private static final int LONGEST_TEXT = 40;
    private static final int LARGEST_PAYLOAD = 3_000;
    private static final String CHARACTERS = "aZ09 \"\\/\b\f\n\r\t\u0000\u001f\u007fé\u2028キ😀";

    private final List<SdkPojo> received = new ArrayList<>();
    private final Deque<SdkPojo> answers = new ArrayDeque<>();

    @ParameterizedTest
    @EnumSource(Wire.class)
    void everyFieldArrives(Wire wire) throws Exception {
        KinesisClient stub = stub();
        KinesisHandler handler = new KinesisHandler(new KinesisService(stub), null, () -> Instant.EPOCH);
        try (HttpKinesis server = KinesisHttpServer.start(handler, 0, () -> {});
                KinesisClient client = SdkClients.sync(server.endpoint(), wire)) {
            for (String operation : Operations.of(stub).names()) {
                for (int seed = 0; seed < ROUNDS; seed++) {
                    assertArrives(client, operation, seed);
                }
            }
        }
    }

    private void assertArrives(KinesisClient client, String operation, int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Method method = method(operation);
        SdkPojo request = filled(method.getParameterTypes()[0], random);
        SdkPojo answer = filled(method.getReturnType(), random);
        answers.add(answer);

        Object arrived = method.invoke(client, request);

        assertThat(received).as("%s, seed %d", operation, seed).hasSize(1);
        assertThat(received.remove(0).equalsBySdkFields(request))
                .as("request of %s, seed %d", operation, seed)
                .isTrue();
        assertThat(answer.equalsBySdkFields(arrived))
                .as("answer of %s, seed %d: %s", operation, seed, arrived)
                .isTrue();
    }

    private static Method method(String operation) {
        String name = Character.toLowerCase(operation.charAt(0)) + operation.substring(1);
        return Arrays.stream(KinesisClient.class.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
                .filter(method -> SdkPojo.class.isAssignableFrom(method.getParameterTypes()[0]))
                .findFirst()
                .orElseThrow();
    }

    /** Remembers what it is asked and answers what it is told. */
    private KinesisClient stub() {
        return (KinesisClient) Proxy.newProxyInstance(
                KinesisClient.class.getClassLoader(),
                new Class<?>[] {KinesisClient.class},
                (proxy, method, arguments) -> {
                    received.add((SdkPojo) arguments[0]);
                    return answers.remove();
                });
    }

    private static SdkPojo filled(Class<?> type, SplittableRandom random) throws Exception {
        return (SdkPojo) filled((SdkPojo) type.getMethod("builder").invoke(null), random);
    }

    private static Object filled(SdkPojo builder, SplittableRandom random) {
        for (SdkField<?> field : builder.sdkFields()) {
            field.set(builder, value(field, random));
        }
        return ((Buildable) builder).build();
    }

    private static Object value(SdkField<?> field, SplittableRandom random) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING ->
                field.locationName() != null && field.locationName().endsWith("ARN")
                        ? "arn:aws:kinesis:us-east-1:000000000000:stream/s" + random.nextInt(100)
                        : text(random);
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> Instant.ofEpochMilli(random.nextLong(YEAR_2100_MILLIS));
            case SDK_BYTES -> payload(random);
            case SDK_POJO -> filled(field.constructor().get(), random);
            case LIST -> list(field, random);
            case MAP -> Map.of(text(random), text(random));
            default -> throw new AssertionError("No value for " + field.locationName());
        };
    }

    private static String text(SplittableRandom random) {
        int[] all = CHARACTERS.codePoints().toArray();
        int[] some = random.ints(1 + random.nextInt(LONGEST_TEXT), 0, all.length)
                .map(i -> all[i])
                .toArray();
        return new String(some, 0, some.length);
    }

    private static SdkBytes payload(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(LARGEST_PAYLOAD)];
        random.nextBytes(bytes);
        return SdkBytes.fromByteArray(bytes);
    }

    private static List<Object> list(SdkField<?> field, SplittableRandom random) {
        SdkField<?> member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            values.add(value(member, random));
        }
        return values;
    }
}
