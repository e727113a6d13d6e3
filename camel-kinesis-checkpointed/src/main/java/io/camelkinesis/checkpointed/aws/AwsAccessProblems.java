// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what does not fit together in an {@link AwsAccess}. No sentence holds a secret. */
final class AwsAccessProblems {

    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{2,40}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]{12}:role/\\S{1,2000}");
    private static final Pattern ROLE_SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Pattern APPLICATION = Pattern.compile("[\\x21-\\x7e]{1,50}");
    private static final int MAX_PORT = 65_535;

    private final AwsAccess access;
    private final List<String> found = new ArrayList<>();

    private AwsAccessProblems(AwsAccess access) {
        this.access = access;
    }

    static List<String> of(AwsAccess access) {
        AwsAccessProblems problems = new AwsAccessProblems(access);
        problems.credentials();
        problems.staticKeys();
        problems.role();
        problems.endpoint();
        problems.proxy();
        problems.names();
        return List.copyOf(problems.found);
    }

    private void credentials() {
        List<String> named = CredentialsSource.named(access);
        if (named.size() > 1) {
            found.add("Two sources of credentials are named at once: " + String.join(" and ", named)
                    + "; name one of credentialsProvider, accessKey + secretKey, useProfileCredentialsProvider,"
                    + " or none for the SDK's default chain");
        }
        if (named.isEmpty() && !access.useDefaultCredentialsProvider) {
            found.add("useDefaultCredentialsProvider=false, and no other source of credentials is named; name one of"
                    + " credentialsProvider, accessKey + secretKey, useProfileCredentialsProvider");
        }
        if (access.profileCredentialsName != null && !access.useProfileCredentialsProvider) {
            found.add("profileCredentialsName=" + access.profileCredentialsName
                    + " is used with useProfileCredentialsProvider=true only");
        }
    }

    private void staticKeys() {
        if (access.accessKey != null && access.secretKey == null) {
            found.add("accessKey is set without secretKey; both or none are allowed");
        }
        if (access.accessKey == null && access.secretKey != null) {
            found.add("secretKey is set without accessKey; both or none are allowed");
        }
        if (access.accessKey == null && access.sessionToken != null) {
            found.add("sessionToken is set without accessKey and secretKey; it belongs to a pair of temporary keys");
        }
        if (access.useSessionCredentials && access.sessionToken == null) {
            found.add("useSessionCredentials=true needs accessKey, secretKey and sessionToken;"
                    + " sessionToken is not set");
        }
    }

    private void role() {
        check("roleArn", access.roleArn, ROLE_ARN, "arn:<partition>:iam::<12-digit account>:role/<name>");
        check("roleSessionName", access.roleSessionName, ROLE_SESSION, "2 to 64 letters, digits or _+=,.@-");
        if (access.roleArn == null && access.roleExternalId != null) {
            found.add("roleExternalId is set without roleArn; it is used when a role is assumed only");
        }
        if (access.roleArn == null && access.roleSessionName != null) {
            found.add("roleSessionName=" + access.roleSessionName
                    + " is set without roleArn; it is used when a role is assumed only");
        }
    }

    private void endpoint() {
        if (access.overrideEndpoint && access.uriEndpointOverride == null) {
            found.add("overrideEndpoint=true needs uriEndpointOverride, an absolute http or https URI");
        }
        if (access.uriEndpointOverride != null && !isWebAddress(access.uriEndpointOverride)) {
            found.add(access.optionNames.apply("uriEndpointOverride") + "=" + access.uriEndpointOverride
                    + " is not an absolute http or https URI such as http://localhost:4566");
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void proxy() {
        Integer port = access.proxyPort;
        if (access.proxyHost != null && port == null) {
            found.add("proxyHost=" + access.proxyHost + " needs proxyPort, 1 to " + MAX_PORT);
        }
        if (access.proxyHost == null && port != null) {
            found.add("proxyPort=" + port + " is set without proxyHost; both or none are allowed");
        }
        if (port != null && (port < 1 || port > MAX_PORT)) {
            found.add("proxyPort=" + port + " is not a port; 1 to " + MAX_PORT + " are allowed");
        }
    }

    private void names() {
        check("region", access.region, REGION, "a region id such as eu-west-1");
        if (access.region != null
                && REGION.matcher(access.region).matches()
                && !access.overrideEndpoint
                && RegionNames.isImpossible(access.region)) {
            found.add(access.optionNames.apply("region") + "=" + access.region + " does not exist: "
                    + RegionNames.unknown(access.region));
        }
        check("applicationName", access.applicationName, APPLICATION, "1 to 50 printable ASCII characters, no blank");
    }

    private void check(String option, @Nullable String value, Pattern allowed, String description) {
        if (value != null && !allowed.matcher(value).matches()) {
            found.add(access.optionNames.apply(option) + "=" + value.replaceAll("\\p{Cntrl}", "?")
                    + " is not allowed; it must be " + description);
        }
    }
}
