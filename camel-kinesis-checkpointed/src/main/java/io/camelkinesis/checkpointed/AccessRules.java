// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the options about credentials, endpoints and the lease table must look like. */
final class AccessRules {

    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:[a-z0-9-]+:iam::[0-9]{12}:role/\\S+");

    private final KinesisCheckpointedConfiguration options;
    private final OptionProblems problems;

    AccessRules(KinesisCheckpointedConfiguration options, OptionProblems problems) {
        this.options = options;
        this.problems = problems;
    }

    /** @param arnRegion the region that the ARNs of the URI name, null when none does */
    void check(String arnRegion) {
        checkLeaseTable();
        checkCapacity();
        checkOrigin(arnRegion);
        checkAccess(arnRegion, true);
    }

    /**
     * Checks what a producer needs: no lease table.
     *
     * @param arnRegion the region that the ARN of the URI names, null when it does not
     */
    void checkStreamsOnly(String arnRegion) {
        checkOrigin(arnRegion);
        checkAccess(arnRegion, false);
    }

    private void checkOrigin(String arnRegion) {
        checkDefaultCredentials();
        if (arnRegion != null
                && given(options.getRegion())
                && !options.getRegion().equals(arnRegion)) {
            problems.reject(
                    "region",
                    options.getRegion(),
                    "the ARNs of the URI are in " + arnRegion + "; leave region out or make them the same");
        }
        if (given(options.getUriEndpointOverride()) && !options.isOverrideEndpoint()) {
            problems.reject(
                    "uriEndpointOverride", options.getUriEndpointOverride(), "goes with overrideEndpoint=true only");
        }
    }

    private void checkLeaseTable() {
        String table = options.getLeaseTable();
        if (!given(table)) {
            problems.reject(
                    "leaseTable",
                    "is required; name a DynamoDB table, and with leaseTableCreate=true it is" + " created");
        } else if (!TABLE_NAME.matcher(table).matches()) {
            problems.reject("leaseTable", table, "must be 3 to 255 characters of a-z, A-Z, 0-9, _, - and .");
        }
    }

    private void checkCapacity() {
        boolean provisioned = options.getLeaseTableBillingMode() == LeaseTableBillingMode.PROVISIONED;
        checkCapacity("leaseTableReadCapacity", options.getLeaseTableReadCapacity(), provisioned);
        checkCapacity("leaseTableWriteCapacity", options.getLeaseTableWriteCapacity(), provisioned);
    }

    private void checkCapacity(String option, long value, boolean provisioned) {
        if (provisioned) {
            problems.atLeast(option, value, 1, "leaseTableBillingMode=PROVISIONED needs both capacities");
        } else if (value != 0) {
            problems.reject(option, value, "goes with leaseTableBillingMode=PROVISIONED only");
        }
    }

    /** The default chain is on by default, so only one that was asked for is a source beside another. */
    private void checkDefaultCredentials() {
        String other = given(options.getAccessKey())
                ? "accessKey"
                : options.isUseProfileCredentialsProvider()
                        ? "useProfileCredentialsProvider=true"
                        : options.getCredentialsProvider() != null ? "credentialsProvider" : null;
        if (other != null && options.isDefaultCredentialsAsked()) {
            problems.reject(
                    "useDefaultCredentialsProvider",
                    true,
                    "is a second source of credentials beside " + other + "; keep one of them");
        }
    }

    private void checkAccess(String arnRegion, boolean withLeaseTable) {
        AccessOptions access = AccessOptions.of(options, arnRegion);
        List<String> found = new ArrayList<>();
        boolean subscribes = options.getRetrieval() == Retrieval.FAN_OUT;
        if (options.getAmazonKinesisClient() == null || (subscribes && options.getAmazonKinesisAsyncClient() == null)) {
            found.addAll(access.streams().problems());
        }
        if (withLeaseTable && options.getDynamoDbClient() == null && leaseTableSpeaksForItself()) {
            addNew(found, access.leaseTable());
        }
        found.forEach(problems::add);
    }

    /** Checks what stands in options of its own names, so that a problem is told under the name the user wrote. */
    private boolean leaseTableSpeaksForItself() {
        boolean right = true;
        String endpoint = options.getLeaseTableEndpoint();
        if (given(endpoint) && !isHttp(endpoint)) {
            problems.reject(
                    "leaseTableEndpoint",
                    endpoint,
                    "must be an absolute http or https URI such as" + " http://localhost:8000");
            right = false;
        }
        String role = options.getLeaseTableRoleArn();
        if (given(role) && !ROLE_ARN.matcher(role).matches()) {
            problems.reject("leaseTableRoleArn", role, "must be arn:<partition>:iam::<12-digit account>:role/<name>");
            right = false;
        }
        return right;
    }

    private static void addNew(List<String> found, AwsAccess access) {
        access.problems().stream().filter(problem -> !found.contains(problem)).forEach(found::add);
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    private static boolean given(String value) {
        return value != null && !value.isBlank();
    }
}
