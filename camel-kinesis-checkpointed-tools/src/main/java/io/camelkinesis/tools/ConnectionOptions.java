// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import picocli.CommandLine.Option;

/** Where the lease table and the streams are, and as whom they are looked at. */
final class ConnectionOptions {

    @Option(
            names = "--table",
            required = true,
            paramLabel = "NAME",
            order = 10,
            description = "The lease table, name or ARN.")
    private String table;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            order = 20,
            description =
                    "For example eu-west-1. Default: the one of a --stream that is an ARN, else what the SDK finds.")
    private String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            order = 21,
            description = "A profile of the shared credentials file. Default: the SDK's default chain.")
    private String profile;

    @Option(
            names = "--kinesis-endpoint",
            paramLabel = "URI",
            order = 22,
            description = "Another address of Kinesis, for example of an emulator.")
    private String kinesisEndpoint;

    @Option(names = "--dynamodb-endpoint", paramLabel = "URI", order = 23, description = "Another address of DynamoDB.")
    private String dynamoDbEndpoint;

    String table() {
        return table;
    }

    /** @param regionOfStream the region that the streams name, null when they name none */
    AwsAccess kinesis(String regionOfStream) {
        return access(kinesisEndpoint, regionOfStream);
    }

    AwsAccess dynamoDb(String regionOfStream) {
        return access(dynamoDbEndpoint, regionOfStream);
    }

    private AwsAccess access(String endpoint, String regionOfStream) {
        return AwsAccess.builder()
                .region(region == null ? regionOfStream : region)
                .useProfileCredentialsProvider(profile != null)
                .profileCredentialsName(profile)
                .overrideEndpoint(endpoint != null)
                .uriEndpointOverride(endpoint)
                .applicationName(Tools.NAME)
                .build();
    }
}
