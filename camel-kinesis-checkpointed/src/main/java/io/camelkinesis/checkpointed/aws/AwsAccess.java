// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.Protocol;

/**
 * How an AWS service is reached: where, as whom, through which proxy. Immutable. The options have the names and the
 * meaning of camel-aws2-kinesis.
 *
 * <p>At most one explicit source of credentials may be named: a ready provider, static keys, or a profile. Without one
 * the SDK's default chain is asked, unless that is switched off. A role is assumed with whatever credentials these are.
 */
public final class AwsAccess {

    final @Nullable String region;
    final @Nullable String accessKey;
    final @Nullable String secretKey;
    final @Nullable String sessionToken;
    final boolean useDefaultCredentialsProvider;
    final boolean useProfileCredentialsProvider;
    final @Nullable String profileCredentialsName;
    final boolean useSessionCredentials;
    final @Nullable AwsCredentialsProvider credentialsProvider;
    final @Nullable String roleArn;
    final @Nullable String roleExternalId;
    final @Nullable String roleSessionName;
    final boolean overrideEndpoint;
    final @Nullable String uriEndpointOverride;
    final boolean trustAllCertificates;
    final Protocol proxyProtocol;
    final @Nullable String proxyHost;
    final @Nullable Integer proxyPort;
    final boolean cborEnabled;
    final @Nullable String applicationName;
    /** No setting: what the options are called in messages. */
    final UnaryOperator<String> optionNames;

    private AwsAccess(Builder b) {
        region = present(b.region);
        accessKey = present(b.accessKey);
        secretKey = present(b.secretKey);
        sessionToken = present(b.sessionToken);
        useDefaultCredentialsProvider = b.useDefaultCredentialsProvider;
        useProfileCredentialsProvider = b.useProfileCredentialsProvider;
        profileCredentialsName = present(b.profileCredentialsName);
        useSessionCredentials = b.useSessionCredentials;
        credentialsProvider = b.credentialsProvider;
        roleArn = present(b.roleArn);
        roleExternalId = present(b.roleExternalId);
        roleSessionName = present(b.roleSessionName);
        overrideEndpoint = b.overrideEndpoint;
        uriEndpointOverride = present(b.uriEndpointOverride);
        trustAllCertificates = b.trustAllCertificates;
        proxyProtocol = b.proxyProtocol;
        proxyHost = present(b.proxyHost);
        proxyPort = b.proxyPort;
        cborEnabled = b.cborEnabled;
        applicationName = present(b.applicationName);
        optionNames = b.optionNames;
    }

    private static @Nullable String present(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** Starts from the defaults: the SDK's own region and credentials, no proxy, CBOR on. */
    public static Builder builder() {
        return new Builder();
    }

    /** These settings as a start for others, for example for a table in another region. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * What does not fit together, one sentence each: the option, its value unless it is a secret, what is allowed. Empty
     * when clients can be built.
     */
    public List<String> problems() {
        return AwsAccessProblems.of(this);
    }

    /** Whether these are the settings that {@link #builder()} starts from: nothing was said. */
    public boolean saysNothing() {
        return settings().equals(builder().build().settings());
    }

    /** Whether clients for the one serve as well for the other. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AwsAccess access && settings().equals(access.settings());
    }

    @Override
    public int hashCode() {
        return settings().hashCode();
    }

    private List<@Nullable Object> settings() {
        return Arrays.asList(
                region,
                accessKey,
                secretKey,
                sessionToken,
                useDefaultCredentialsProvider,
                useProfileCredentialsProvider,
                profileCredentialsName,
                useSessionCredentials,
                credentialsProvider,
                roleArn,
                roleExternalId,
                roleSessionName,
                overrideEndpoint,
                uriEndpointOverride,
                trustAllCertificates,
                proxyProtocol,
                proxyHost,
                proxyPort,
                cborEnabled,
                applicationName);
    }

    /** Where, for messages: the endpoint if it is overridden, else the region. */
    public String where() {
        if (overrideEndpoint && uriEndpointOverride != null) {
            return "at " + uriEndpointOverride;
        }
        return region == null ? "in the SDK's default region" : "in region " + region;
    }

    /** Never a secret. */
    @Override
    public String toString() {
        return "AwsAccess[" + where() + ", credentials " + CredentialsSource.describe(this)
                + (proxyHost == null ? "" : ", proxy " + proxyHost + ":" + proxyPort) + "]";
    }

    /** Collects settings; every setter takes null or an empty text as "not set". */
    public static final class Builder {

        private @Nullable String region;
        private @Nullable String accessKey;
        private @Nullable String secretKey;
        private @Nullable String sessionToken;
        private boolean useDefaultCredentialsProvider = true;
        private boolean useProfileCredentialsProvider;
        private @Nullable String profileCredentialsName;
        private boolean useSessionCredentials;
        private @Nullable AwsCredentialsProvider credentialsProvider;
        private @Nullable String roleArn;
        private @Nullable String roleExternalId;
        private @Nullable String roleSessionName;
        private boolean overrideEndpoint;
        private @Nullable String uriEndpointOverride;
        private boolean trustAllCertificates;
        private Protocol proxyProtocol = Protocol.HTTPS;
        private @Nullable String proxyHost;
        private @Nullable Integer proxyPort;
        private boolean cborEnabled = true;
        private @Nullable String applicationName;
        private UnaryOperator<String> optionNames = UnaryOperator.identity();

        private Builder() {}

        private Builder(AwsAccess a) {
            region = a.region;
            accessKey = a.accessKey;
            secretKey = a.secretKey;
            sessionToken = a.sessionToken;
            useDefaultCredentialsProvider = a.useDefaultCredentialsProvider;
            useProfileCredentialsProvider = a.useProfileCredentialsProvider;
            profileCredentialsName = a.profileCredentialsName;
            useSessionCredentials = a.useSessionCredentials;
            credentialsProvider = a.credentialsProvider;
            roleArn = a.roleArn;
            roleExternalId = a.roleExternalId;
            roleSessionName = a.roleSessionName;
            overrideEndpoint = a.overrideEndpoint;
            uriEndpointOverride = a.uriEndpointOverride;
            trustAllCertificates = a.trustAllCertificates;
            proxyProtocol = a.proxyProtocol;
            proxyHost = a.proxyHost;
            proxyPort = a.proxyPort;
            cborEnabled = a.cborEnabled;
            applicationName = a.applicationName;
            optionNames = a.optionNames;
        }

        /** For example {@code eu-west-1}; not set: what the SDK finds in the environment, the profile, the instance. */
        public Builder region(@Nullable String value) {
            region = value;
            return this;
        }

        /** Id of a static access key; needs {@link #secretKey}. */
        public Builder accessKey(@Nullable String value) {
            accessKey = value;
            return this;
        }

        /** Secret of the static access key. */
        public Builder secretKey(@Nullable String value) {
            secretKey = value;
            return this;
        }

        /** Session token of temporary static keys. */
        public Builder sessionToken(@Nullable String value) {
            sessionToken = value;
            return this;
        }

        /** Whether the SDK's default chain is asked when nothing else is named; default true. */
        public Builder useDefaultCredentialsProvider(boolean value) {
            useDefaultCredentialsProvider = value;
            return this;
        }

        /** Whether a profile of the shared credentials file is used; default false. */
        public Builder useProfileCredentialsProvider(boolean value) {
            useProfileCredentialsProvider = value;
            return this;
        }

        /** Name of the profile; not set: the SDK's default profile. */
        public Builder profileCredentialsName(@Nullable String value) {
            profileCredentialsName = value;
            return this;
        }

        /** States that the static keys are temporary ones, which need {@link #sessionToken}; default false. */
        public Builder useSessionCredentials(boolean value) {
            useSessionCredentials = value;
            return this;
        }

        /** A ready provider. It stays the caller's: closing a client does not close it. */
        public Builder credentialsProvider(@Nullable AwsCredentialsProvider value) {
            credentialsProvider = value;
            return this;
        }

        /** A role that is assumed through STS with the credentials named otherwise. */
        public Builder roleArn(@Nullable String value) {
            roleArn = value;
            return this;
        }

        /** External id that the role's trust policy asks for. */
        public Builder roleExternalId(@Nullable String value) {
            roleExternalId = value;
            return this;
        }

        /** Session name that shows up in the role's audit trail; default {@code camel-kinesis-checkpointed}. */
        public Builder roleSessionName(@Nullable String value) {
            roleSessionName = value;
            return this;
        }

        /** Whether {@link #uriEndpointOverride} is used; default false. */
        public Builder overrideEndpoint(boolean value) {
            overrideEndpoint = value;
            return this;
        }

        /** The service's address, an absolute http or https URI; STS is not meant by it. */
        public Builder uriEndpointOverride(@Nullable String value) {
            uriEndpointOverride = value;
            return this;
        }

        /** Whether any TLS certificate is accepted; for tests; default false. */
        public Builder trustAllCertificates(boolean value) {
            trustAllCertificates = value;
            return this;
        }

        /** How the proxy is spoken to; default HTTPS. */
        public Builder proxyProtocol(Protocol value) {
            proxyProtocol = value;
            return this;
        }

        /** Host of an HTTP proxy; needs {@link #proxyPort}. */
        public Builder proxyHost(@Nullable String value) {
            proxyHost = value;
            return this;
        }

        /** Port of the proxy, 1 to 65,535. */
        public Builder proxyPort(@Nullable Integer value) {
            proxyPort = value;
            return this;
        }

        /** Whether Kinesis is spoken to in CBOR; false: JSON; default true. */
        public Builder cborEnabled(boolean value) {
            cborEnabled = value;
            return this;
        }

        /** Stands in the user agent of every call. Printable ASCII without blanks, at most 50 characters. */
        public Builder applicationName(@Nullable String value) {
            applicationName = value;
            return this;
        }

        /** What an option of these is called by whoever reads the messages; default: as here. */
        public Builder optionNames(UnaryOperator<String> value) {
            optionNames = value;
            return this;
        }

        public AwsAccess build() {
            return new AwsAccess(this);
        }
    }
}
