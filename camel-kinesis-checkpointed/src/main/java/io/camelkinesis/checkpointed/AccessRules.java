package io.camelkinesis.checkpointed;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What the options about credentials, endpoints and the lease table must look like. */
final class AccessRules {

    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
    private static final Pattern USER_AGENT_TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,50}");
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+");

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
        checkStaticCredentials();
        checkSources();
        checkRoles();
        checkEndpoints();
        checkProxy();
        if (arnRegion != null && given(options.getRegion()) && !options.getRegion().equals(arnRegion)) {
            problems.reject("region", options.getRegion(), "the ARNs of the URI are in " + arnRegion
                    + "; leave region out or make them the same");
        }
        String application = options.getApplicationName();
        if (application != null && !USER_AGENT_TOKEN.matcher(application).matches()) {
            problems.reject("applicationName", application,
                    "must be 1 to 50 letters, digits and characters of !#$%&'*+-.^_`|~");
        }
    }

    private void checkLeaseTable() {
        String table = options.getLeaseTable();
        if (!given(table)) {
            problems.reject("leaseTable", "is required; name a DynamoDB table, and with leaseTableCreate=true it is"
                    + " created");
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

    private void checkStaticCredentials() {
        boolean key = given(options.getAccessKey());
        if (key != given(options.getSecretKey())) {
            problems.reject(key ? "secretKey" : "accessKey", "is missing; accessKey and secretKey go together");
        }
        if (options.isUseSessionCredentials() && !(key && given(options.getSessionToken()))) {
            problems.reject("useSessionCredentials", true, "needs accessKey, secretKey and sessionToken");
        }
        if (given(options.getSessionToken()) && !options.isUseSessionCredentials()) {
            problems.reject("sessionToken", "goes with useSessionCredentials=true only");
        }
        if (given(options.getProfileCredentialsName()) && !options.isUseProfileCredentialsProvider()) {
            problems.reject("profileCredentialsName", options.getProfileCredentialsName(),
                    "goes with useProfileCredentialsProvider=true only");
        }
    }

    private void checkSources() {
        List<String> sources = new ArrayList<>();
        if (given(options.getAccessKey()) || given(options.getSecretKey())) {
            sources.add("accessKey and secretKey");
        }
        if (options.isUseProfileCredentialsProvider()) {
            sources.add("useProfileCredentialsProvider=true");
        }
        if (options.isDefaultCredentialsAsked()) {
            sources.add("useDefaultCredentialsProvider=true");
        }
        if (sources.size() > 1) {
            problems.reject("credentials", "come from one source, not from " + String.join(" and from ", sources)
                    + "; keep one of them");
        }
        boolean ownClients = options.getAmazonKinesisClient() != null && options.getDynamoDbClient() != null;
        if (sources.isEmpty() && !options.isUseDefaultCredentialsProvider() && !ownClients) {
            problems.reject("useDefaultCredentialsProvider", false, "leaves no source of credentials; give accessKey and"
                    + " secretKey, or useProfileCredentialsProvider=true, or leave it on");
        }
    }

    private void checkRoles() {
        checkRole("roleArn", options.getRoleArn());
        checkRole("leaseTableRoleArn", options.getLeaseTableRoleArn());
        if (!given(options.getRoleArn()) && !given(options.getLeaseTableRoleArn())) {
            if (given(options.getRoleExternalId())) {
                problems.reject("roleExternalId", "goes with roleArn or leaseTableRoleArn only");
            }
            if (given(options.getRoleSessionName())) {
                problems.reject("roleSessionName", options.getRoleSessionName(),
                        "goes with roleArn or leaseTableRoleArn only");
            }
        }
    }

    private void checkRole(String option, String arn) {
        if (given(arn) && !ROLE_ARN.matcher(arn).matches()) {
            problems.reject(option, arn, "the ARN of a role reads arn:aws:iam::<12 digits>:role/<name>");
        }
    }

    private void checkEndpoints() {
        String override = options.getUriEndpointOverride();
        if (options.isOverrideEndpoint() && !given(override)) {
            problems.reject("overrideEndpoint", true, "needs uriEndpointOverride");
        }
        if (given(override) && !options.isOverrideEndpoint()) {
            problems.reject("uriEndpointOverride", override, "goes with overrideEndpoint=true only");
        }
        checkHttp("uriEndpointOverride", override);
        checkHttp("leaseTableEndpoint", options.getLeaseTableEndpoint());
    }

    private void checkHttp(String option, String endpoint) {
        if (given(endpoint) && !isHttp(endpoint)) {
            problems.reject(option, endpoint, "must be an http or https URI with a host, as in http://localhost:4568");
        }
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    private void checkProxy() {
        Integer port = options.getProxyPort();
        if (given(options.getProxyHost()) != (port != null)) {
            problems.reject(port == null ? "proxyPort" : "proxyHost", "is missing; proxyHost and proxyPort go together");
        }
        if (port != null) {
            problems.within("proxyPort", port, 1, 65_535);
        }
    }

    private static boolean given(String value) {
        return value != null && !value.isBlank();
    }
}
