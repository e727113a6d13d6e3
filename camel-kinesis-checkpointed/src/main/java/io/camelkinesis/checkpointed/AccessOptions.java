// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.AwsAccess;

/**
 * How the two services are reached, as the options say.
 *
 * @param streams for Kinesis
 * @param leaseTable for DynamoDB: as for Kinesis, except where an option of the lease table says otherwise
 */
record AccessOptions(AwsAccess streams, AwsAccess leaseTable) {

    /** @param arnRegion the region that the ARNs of the URI name, null when none does */
    static AccessOptions of(KinesisCheckpointedConfiguration options, String arnRegion) {
        boolean externalIdIsForStreams = given(options.getRoleArn()) || !given(options.getLeaseTableRoleArn());
        AwsAccess common = AwsAccess.builder()
                .region(given(options.getRegion()) ? options.getRegion() : arnRegion)
                .accessKey(options.getAccessKey())
                .secretKey(options.getSecretKey())
                .sessionToken(options.getSessionToken())
                .credentialsProvider(options.getCredentialsProvider())
                .useDefaultCredentialsProvider(options.isUseDefaultCredentialsProvider())
                .useProfileCredentialsProvider(options.isUseProfileCredentialsProvider())
                .profileCredentialsName(options.getProfileCredentialsName())
                .useSessionCredentials(options.isUseSessionCredentials())
                .overrideEndpoint(options.isOverrideEndpoint())
                .uriEndpointOverride(options.getUriEndpointOverride())
                .trustAllCertificates(options.isTrustAllCertificates())
                .proxyProtocol(options.getProxyProtocol())
                .proxyHost(options.getProxyHost())
                .proxyPort(options.getProxyPort())
                .cborEnabled(options.isCborEnabled())
                .applicationName(options.getApplicationName())
                .build();
        AwsAccess streams = common.toBuilder()
                .roleArn(options.getRoleArn())
                .roleExternalId(externalIdIsForStreams ? options.getRoleExternalId() : null)
                .roleSessionName(externalIdIsForStreams ? options.getRoleSessionName() : null)
                .build();
        return new AccessOptions(streams, leaseTable(options, common));
    }

    private static AwsAccess leaseTable(KinesisCheckpointedConfiguration options, AwsAccess common) {
        AwsAccess.Builder table = common.toBuilder()
                .roleArn(given(options.getLeaseTableRoleArn()) ? options.getLeaseTableRoleArn() : options.getRoleArn())
                .roleExternalId(options.getRoleExternalId())
                .roleSessionName(options.getRoleSessionName());
        if (given(options.getLeaseTableRegion())) {
            table.region(options.getLeaseTableRegion())
                    .optionNames(name -> name.equals("region") ? "leaseTableRegion" : name);
        }
        if (given(options.getLeaseTableEndpoint())) {
            table.overrideEndpoint(true).uriEndpointOverride(options.getLeaseTableEndpoint());
        }
        return table.build();
    }

    private static boolean given(String value) {
        return value != null && !value.isBlank();
    }
}
