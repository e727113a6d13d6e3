// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.AwsAccess;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the lease table and the streams are, and as whom they are looked at. */
final class ConnectionOptions {

    /** What the component's messages call its options, and what they are called here. */
    private static final Map<String, String> NAMES = Map.of(
            "leaseTable", "--table",
            "set leaseTableCreate=true", "call import --create-table",
            "region", "--region",
            "useProfileCredentialsProvider=true", "--profile");

    private static final String KINESIS_ENDPOINT = "--kinesis-endpoint";
    private static final String DYNAMODB_ENDPOINT = "--dynamodb-endpoint";

    @Option(
            names = "--table",
            required = true,
            paramLabel = "NAME",
            order = 10,
            description = "Required. The lease table, name or ARN.")
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
            names = KINESIS_ENDPOINT,
            paramLabel = "URI",
            order = 22,
            description = "Another address of Kinesis, for example of an emulator.")
    private String kinesisEndpoint;

    @Option(names = DYNAMODB_ENDPOINT, paramLabel = "URI", order = 23, description = "Another address of DynamoDB.")
    private String dynamoDbEndpoint;

    String table() {
        return table;
    }

    static String nameOf(String option) {
        return NAMES.getOrDefault(option, option);
    }

    /** @param regionOfStream the region that the streams name, null when they name none */
    AwsAccess kinesis(String regionOfStream) {
        return access(KINESIS_ENDPOINT, kinesisEndpoint, regionOfStream);
    }

    AwsAccess dynamoDb(String regionOfStream) {
        return access(DYNAMODB_ENDPOINT, dynamoDbEndpoint, regionOfStream);
    }

    private AwsAccess access(String option, String endpoint, String regionOfStream) {
        AwsAccess access = AwsAccess.builder()
                .region(region == null ? regionOfStream : region)
                .useProfileCredentialsProvider(profile != null)
                .profileCredentialsName(profile)
                .overrideEndpoint(endpoint != null)
                .uriEndpointOverride(endpoint)
                .applicationName(Tools.NAME)
                .optionNames(name -> name.equals("uriEndpointOverride") ? option : nameOf(name))
                .build();
        if (!access.problems().isEmpty()) {
            throw ToolException.usage(String.join(". ", access.problems()));
        }
        return access;
    }
}
