// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.Protocol;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * How AWS is reached: credentials, region, endpoint, proxy, clients. Names and meanings are those of the Camel AWS
 * components; the default is the credential chain of the AWS SDK.
 */
@UriParams
public abstract class AwsClientConfiguration {

    @UriParam(
            label = "common",
            description = "The AWS region of the streams, for example eu-west-1. Default: the region of the"
                    + " stream ARNs in the URI, else what the default region chain of the AWS SDK finds"
                    + " (environment, profile, instance).")
    private String region;

    @UriParam(
            label = "security",
            secret = true,
            description = "Access key id of static AWS credentials. Together with secretKey. Write it as RAW(...)"
                    + " if it holds characters that a URI would encode.")
    private String accessKey;

    @UriParam(
            label = "security",
            secret = true,
            description = "Secret access key of static AWS credentials. Together with accessKey. Write it as"
                    + " RAW(...), because a URI would decode characters that it may hold.")
    private String secretKey;

    @UriParam(
            label = "security",
            secret = true,
            description = "Session token of temporary AWS credentials. Together with accessKey and secretKey.")
    private String sessionToken;

    @UriParam(
            label = "security",
            description = "The provider of AWS credentials to use. It is never closed by the component. In place of"
                    + " accessKey and secretKey, or a profile.")
    private AwsCredentialsProvider credentialsProvider;

    @UriParam(
            label = "security",
            defaultValue = "true",
            description = "Take the credentials from the default chain of the AWS SDK: system properties,"
                    + " environment, web identity (EKS), profile files, container (ECS, EKS) and instance"
                    + " (EC2) roles. It is what happens when no other source of credentials is given; saying"
                    + " true beside another source is an error.")
    private boolean useDefaultCredentialsProvider = true;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "Take the credentials from a profile of the AWS configuration files.")
    private boolean useProfileCredentialsProvider;

    @UriParam(
            label = "security",
            description = "Name of the profile. Only with useProfileCredentialsProvider=true. Default: the"
                    + " profile that AWS_PROFILE names, else default.")
    private String profileCredentialsName;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "The static credentials are temporary ones: accessKey, secretKey and sessionToken are"
                    + " all required.")
    private boolean useSessionCredentials;

    @UriParam(
            label = "security",
            description = "ARN of an IAM role. The credentials from whatever source are used to assume it (STS"
                    + " AssumeRole), and the streams and the lease table are used with it.")
    private String roleArn;

    @UriParam(
            label = "security",
            secret = true,
            description = "External id that the trust policy of the role asks for. Only with roleArn or"
                    + " leaseTableRoleArn.")
    private String roleExternalId;

    @UriParam(
            label = "security",
            description = "Name of the session under which the role is assumed, as it shows up in CloudTrail."
                    + " Only with roleArn or leaseTableRoleArn. Default: camel-kinesis-checkpointed.")
    private String roleSessionName;

    @UriParam(
            label = "common",
            defaultValue = "false",
            description = "Call the endpoint of uriEndpointOverride instead of the one of the region. For"
                    + " emulators and private endpoints.")
    private boolean overrideEndpoint;

    @UriParam(
            label = "common",
            description = "The endpoint to call for Kinesis, for example http://localhost:4568. Only with"
                    + " overrideEndpoint=true. DynamoDB is called there too unless leaseTableEndpoint names"
                    + " another.")
    private String uriEndpointOverride;

    @UriParam(
            label = "security",
            defaultValue = "false",
            description = "Accept any TLS certificate of the endpoints. Only for tests.")
    private boolean trustAllCertificates;

    @UriParam(
            label = "proxy",
            enums = "HTTP,HTTPS",
            defaultValue = "HTTPS",
            description = "Protocol spoken to the proxy. Used with proxyHost.")
    private Protocol proxyProtocol = Protocol.HTTPS;

    @UriParam(
            label = "proxy",
            description =
                    "Host of a proxy through which Kinesis, DynamoDB and STS are called. Together with" + " proxyPort.")
    private String proxyHost;

    @UriParam(label = "proxy", description = "Port of the proxy, 1 to 65535. Together with proxyHost.")
    private Integer proxyPort;

    @UriParam(
            label = "common",
            defaultValue = "true",
            description = "Talk CBOR to Kinesis. false: JSON, which some emulators need.")
    private boolean cborEnabled = true;

    @UriParam(
            label = "common",
            description = "Name of the application, put into the user agent of every AWS call, so that CloudTrail"
                    + " and AWS support can tell who called. At most 50 characters.")
    private String applicationName;

    @UriParam(
            label = "advanced",
            description = "The Kinesis client to use. It is never closed by the component, and the options about"
                    + " credentials, region and endpoint are not applied to it. Default: one is built from"
                    + " those options.")
    @Metadata(autowired = true)
    private KinesisClient amazonKinesisClient;

    @UriParam(
            label = "advanced",
            description = "The DynamoDB client to use for the lease table. It is never closed by the component,"
                    + " and the options about credentials, region and endpoint are not applied to it."
                    + " Default: one is built from those options.")
    @Metadata(autowired = true)
    private DynamoDbClient dynamoDbClient;

    private boolean defaultCredentialsAsked;
    private boolean endpointChosen;

    /** Whether the default chain was asked for in so many words, not merely left on. */
    boolean isDefaultCredentialsAsked() {
        return defaultCredentialsAsked;
    }

    /** Whether overrideEndpoint was set, to whichever value. */
    boolean isEndpointChosen() {
        return endpointChosen;
    }

    public String getRegion() {
        return region;
    }

    public void setRegion(String region) {
        this.region = region;
    }

    public String getAccessKey() {
        return accessKey;
    }

    public void setAccessKey(String accessKey) {
        this.accessKey = accessKey;
    }

    public String getSecretKey() {
        return secretKey;
    }

    public void setSecretKey(String secretKey) {
        this.secretKey = secretKey;
    }

    public String getSessionToken() {
        return sessionToken;
    }

    public void setSessionToken(String sessionToken) {
        this.sessionToken = sessionToken;
    }

    public AwsCredentialsProvider getCredentialsProvider() {
        return credentialsProvider;
    }

    public void setCredentialsProvider(AwsCredentialsProvider credentialsProvider) {
        this.credentialsProvider = credentialsProvider;
    }

    public boolean isUseDefaultCredentialsProvider() {
        return useDefaultCredentialsProvider;
    }

    public void setUseDefaultCredentialsProvider(boolean useDefaultCredentialsProvider) {
        defaultCredentialsAsked = useDefaultCredentialsProvider;
        this.useDefaultCredentialsProvider = useDefaultCredentialsProvider;
    }

    public boolean isUseProfileCredentialsProvider() {
        return useProfileCredentialsProvider;
    }

    public void setUseProfileCredentialsProvider(boolean useProfileCredentialsProvider) {
        this.useProfileCredentialsProvider = useProfileCredentialsProvider;
    }

    public String getProfileCredentialsName() {
        return profileCredentialsName;
    }

    public void setProfileCredentialsName(String profileCredentialsName) {
        this.profileCredentialsName = profileCredentialsName;
    }

    public boolean isUseSessionCredentials() {
        return useSessionCredentials;
    }

    public void setUseSessionCredentials(boolean useSessionCredentials) {
        this.useSessionCredentials = useSessionCredentials;
    }

    public String getRoleArn() {
        return roleArn;
    }

    public void setRoleArn(String roleArn) {
        this.roleArn = roleArn;
    }

    public String getRoleExternalId() {
        return roleExternalId;
    }

    public void setRoleExternalId(String roleExternalId) {
        this.roleExternalId = roleExternalId;
    }

    public String getRoleSessionName() {
        return roleSessionName;
    }

    public void setRoleSessionName(String roleSessionName) {
        this.roleSessionName = roleSessionName;
    }

    public boolean isOverrideEndpoint() {
        return overrideEndpoint;
    }

    public void setOverrideEndpoint(boolean overrideEndpoint) {
        endpointChosen = true;
        this.overrideEndpoint = overrideEndpoint;
    }

    public String getUriEndpointOverride() {
        return uriEndpointOverride;
    }

    public void setUriEndpointOverride(String uriEndpointOverride) {
        this.uriEndpointOverride = uriEndpointOverride;
    }

    public boolean isTrustAllCertificates() {
        return trustAllCertificates;
    }

    public void setTrustAllCertificates(boolean trustAllCertificates) {
        this.trustAllCertificates = trustAllCertificates;
    }

    public Protocol getProxyProtocol() {
        return proxyProtocol;
    }

    public void setProxyProtocol(Protocol proxyProtocol) {
        this.proxyProtocol = proxyProtocol;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public boolean isCborEnabled() {
        return cborEnabled;
    }

    public void setCborEnabled(boolean cborEnabled) {
        this.cborEnabled = cborEnabled;
    }

    public String getApplicationName() {
        return applicationName;
    }

    public void setApplicationName(String applicationName) {
        this.applicationName = applicationName;
    }

    public KinesisClient getAmazonKinesisClient() {
        return amazonKinesisClient;
    }

    public void setAmazonKinesisClient(KinesisClient amazonKinesisClient) {
        this.amazonKinesisClient = amazonKinesisClient;
    }

    public DynamoDbClient getDynamoDbClient() {
        return dynamoDbClient;
    }

    public void setDynamoDbClient(DynamoDbClient dynamoDbClient) {
        this.dynamoDbClient = dynamoDbClient;
    }
}
