// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Credentials whose failure is told as theirs, so that a refusal of STS does not pass for one of Kinesis. */
final class NamedCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    /** Letters that stand for a provider of the SDK in what it reports about itself, and that the SDK names its providers by. */
    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("f", "Java system properties"),
            Map.entry("g", "environment variables"),
            Map.entry("h", "a web identity token"),
            Map.entry("k", "a web identity token"),
            Map.entry("q", "a web identity token"),
            Map.entry("i", "an assumed role"),
            Map.entry("n", "a profile"),
            Map.entry("o", "a profile"),
            Map.entry("p", "a profile"),
            Map.entry("r", "single sign-on"),
            Map.entry("s", "single sign-on"),
            Map.entry("t", "single sign-on"),
            Map.entry("u", "single sign-on"),
            Map.entry("v", "a credential process"),
            Map.entry("w", "a credential process"),
            Map.entry("z", "the container"),
            Map.entry("0", "the instance's metadata"));

    private final AwsCredentialsProvider source;
    private final String name;
    private volatile @Nullable String provider;

    /** @param name where they come from, without a secret */
    NamedCredentials(AwsCredentialsProvider source, String name) {
        this.source = source;
        this.name = name;
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            AwsCredentials credentials = source.resolveCredentials();
            provider = credentials.providerName().orElse(null);
            return credentials;
        } catch (RuntimeException e) {
            throw new NoCredentialsException("There are no credentials (" + name + "): " + why(e), e);
        }
    }

    /** The SDK's chain says at length what each of its providers looked at; that is in the cause. */
    private static String why(RuntimeException failure) {
        return NoCredentialsException.isNoneFound(failure)
                ? "Java system properties, environment variables, web identity token, profile, container and instance metadata"
                        + " have none. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the options"
                        + " accessKey and secretKey; what each of them says is in the cause"
                : String.valueOf(failure.getMessage());
    }

    /** Where the credentials that were given last came from, without a secret. */
    String origin() {
        String known = provider;
        if (known == null || known.isEmpty()) {
            return name;
        }
        String words = Arrays.stream(known.split(","))
                .map(PROVIDERS::get)
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
        return words.isEmpty() ? name : name + ": " + words;
    }

    @Override
    public void close() {
        IoUtils.closeIfCloseable(source, LoggerFactory.getLogger(AwsClients.class));
    }
}
