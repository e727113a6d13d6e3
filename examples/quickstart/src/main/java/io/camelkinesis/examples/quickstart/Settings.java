// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What the program was asked for. Each part is a system property; an empty one counts as not given.
 *
 * @param input {@code input}: the file whose lines are put; orders are made up without it
 * @param endpoint {@code endpoint}: http or https address of a Kinesis emulator; in memory without it
 * @param dynamoDbEndpoint {@code dynamoDbEndpoint}: http or https address of the DynamoDB that goes with it
 * @param aws {@code aws}: use the AWS account of the default credentials
 */
record Settings(Optional<Path> input, Optional<URI> endpoint, Optional<URI> dynamoDbEndpoint, boolean aws) {

    /** @throws BadInputException if a property has no meaning or two exclude each other */
    static Settings from(Properties properties) {
        Settings settings = new Settings(
                given(properties, "input").map(Settings::path),
                given(properties, "endpoint").map(url -> url("endpoint", url)),
                given(properties, "dynamoDbEndpoint").map(url -> url("dynamoDbEndpoint", url)),
                given(properties, "aws").map(Settings::flag).orElse(false));
        if (settings.aws && (settings.endpoint.isPresent() || settings.dynamoDbEndpoint.isPresent())) {
            throw new BadInputException("-Daws uses the service itself: leave out -Dendpoint and -DdynamoDbEndpoint");
        }
        if (settings.dynamoDbEndpoint.isPresent() && settings.endpoint.isEmpty()) {
            throw new BadInputException("-DdynamoDbEndpoint says which DynamoDB goes with -Dendpoint: give both");
        }
        return settings;
    }

    private static Optional<String> given(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadInputException("-Dinput=" + text + " is no path of a file: " + e.getReason(), e);
        }
    }

    private static URI url(String name, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw notAnUrl(name, text, e);
        }
        throw notAnUrl(name, text, null);
    }

    private static BadInputException notAnUrl(String name, String text, Throwable cause) {
        return new BadInputException(
                "-D" + name + "=" + text + " is no address; it looks like http://localhost:4566", cause);
    }

    private static boolean flag(String text) {
        if ("true".equals(text) || "false".equals(text)) {
            return "true".equals(text);
        }
        throw new BadInputException("-Daws=" + text + " means nothing; give -Daws without a value, or leave it out");
    }
}
