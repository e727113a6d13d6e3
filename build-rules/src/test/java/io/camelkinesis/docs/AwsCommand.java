// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.waiters.KinesisWaiter;
import software.amazon.awssdk.services.sts.StsClient;

/** A call of the AWS CLI, which has the operations and parameters of the SDK under other spellings. */
final class AwsCommand {

    private static final Map<String, Class<?>> SERVICES =
            Map.of("kinesis", KinesisClient.class, "dynamodb", DynamoDbClient.class, "sts", StsClient.class);

    private static final Map<String, Class<?>> WAITERS =
            Map.of("kinesis", KinesisWaiter.class, "dynamodb", DynamoDbWaiter.class);

    private static final Set<String> ALWAYS = Set.of(
            "region", "endpoint-url", "profile", "output", "query", "cli-binary-format", "no-cli-pager", "no-paginate");

    private AwsCommand() {}

    static String problem(List<String> words) {
        List<String> operation =
                words.stream().takeWhile(word -> !word.startsWith("--")).toList();
        if (operation.size() < 2 || !SERVICES.containsKey(operation.get(0))) {
            return "say: aws kinesis|dynamodb|sts OPERATION; nothing here knows another";
        }
        String service = operation.get(0);
        Class<?> request = operation.get(1).equals("wait") && operation.size() == 3
                ? waited(service, operation.get(2))
                : request(SERVICES.get(service), camel(operation.get(1)));
        if (request == null) {
            return service + " has no operation " + String.join(" ", operation.subList(1, operation.size()));
        }
        Set<String> parameters = Arrays.stream(request.getMethods())
                .map(method -> method.getName().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return words.stream()
                .filter(word -> word.startsWith("--"))
                .map(word -> word.substring(2).replaceFirst("=.*", ""))
                .filter(flag -> !ALWAYS.contains(flag)
                        && !parameters.contains(flag.replace("-", "").toLowerCase(Locale.ROOT)))
                .map(flag -> operation.get(1) + " has no --" + flag)
                .findFirst()
                .orElse(null);
    }

    private static Class<?> waited(String service, String state) {
        return WAITERS.containsKey(service) ? request(WAITERS.get(service), camel("wait-until-" + state)) : null;
    }

    /** The class of the request that an operation takes, null if there is no such operation. */
    private static Class<?> request(Class<?> client, String operation) {
        return Arrays.stream(client.getMethods())
                .filter(method -> method.getName().equals(operation) && method.getParameterCount() == 1)
                .map(method -> method.getParameterTypes()[0])
                .filter(type -> type.getSimpleName().endsWith("Request"))
                .findFirst()
                .orElse(null);
    }

    private static String camel(String dashed) {
        String[] words = dashed.split("-");
        return words[0]
                + Arrays.stream(words)
                        .skip(1)
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining());
    }
}
