// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.Protocol;

class AwsAccessTest {

    private static final String ROLE = "arn:aws:iam::111122223333:role/reader";

    static Stream<Arguments> wrong() {
        return Stream.of(
                wrong(
                        b -> b.accessKey("AK").secretKey("SK").useProfileCredentialsProvider(true),
                        "accessKey/secretKey and useProfileCredentialsProvider=true"),
                wrong(
                        b -> b.accessKey("AK")
                                .secretKey("SK")
                                .credentialsProvider(AnonymousCredentialsProvider.create()),
                        "credentialsProvider and accessKey/secretKey"),
                wrong(
                        b -> b.useProfileCredentialsProvider(true)
                                .credentialsProvider(AnonymousCredentialsProvider.create()),
                        "credentialsProvider and useProfileCredentialsProvider=true"),
                wrong(b -> b.useDefaultCredentialsProvider(false), "useDefaultCredentialsProvider=false"),
                wrong(b -> b.accessKey("AK"), "accessKey is set without secretKey"),
                wrong(b -> b.secretKey("SK"), "secretKey is set without accessKey"),
                wrong(
                        b -> b.accessKey("AK").secretKey("SK").useSessionCredentials(true),
                        "useSessionCredentials=true needs accessKey, secretKey and sessionToken"),
                wrong(b -> b.sessionToken("TOKEN"), "sessionToken is set without accessKey"),
                wrong(b -> b.profileCredentialsName("dev"), "profileCredentialsName=dev is used with"),
                wrong(b -> b.roleArn("reader"), "roleArn=reader is not allowed; it must be arn:"),
                wrong(b -> b.roleArn(ROLE).roleSessionName("two words"), "roleSessionName=two words is not allowed"),
                wrong(b -> b.roleExternalId("x"), "roleExternalId is set without roleArn"),
                wrong(b -> b.roleSessionName("xy"), "roleSessionName=xy is set without roleArn"),
                wrong(b -> b.overrideEndpoint(true), "overrideEndpoint=true needs uriEndpointOverride"),
                wrong(
                        b -> b.overrideEndpoint(true).uriEndpointOverride("localhost:4566"),
                        "uriEndpointOverride=localhost:4566 is not an absolute http or https URI"),
                wrong(b -> b.uriEndpointOverride("not a uri"), "uriEndpointOverride=not a uri"),
                wrong(b -> b.proxyHost("proxy"), "proxyHost=proxy needs proxyPort, 1 to 65535"),
                wrong(b -> b.proxyPort(8080), "proxyPort=8080 is set without proxyHost"),
                wrong(b -> b.proxyHost("proxy").proxyPort(70_000), "proxyPort=70000 is not a port"),
                wrong(b -> b.region("Ireland!"), "region=Ireland! is not allowed; it must be a region id"),
                wrong(b -> b.applicationName("a\nb"), "applicationName=a?b is not allowed"));
    }

    private static Arguments wrong(Consumer<AwsAccess.Builder> settings, String sentence) {
        return Arguments.of(sentence, settings);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatDoesNotFitTogetherIsNamed(String sentence, Consumer<AwsAccess.Builder> settings) {
        AwsAccess.Builder builder = AwsAccess.builder().region("eu-west-1");
        settings.accept(builder);
        AwsAccess access = builder.build();

        assertThat(access.problems()).singleElement().asString().contains(sentence);
        assertThatThrownBy(() -> AwsClients.kinesis(access, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
        assertThatThrownBy(() -> AwsClients.kinesisAsync(access)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AwsClients.dynamoDb(access, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everythingThatFitsTogetherIsAccepted() {
        assertThat(AwsAccess.builder().build().problems()).isEmpty();
        assertThat(AwsAccess.builder()
                        .region("us-gov-west-1")
                        .accessKey("AK")
                        .secretKey("SK")
                        .sessionToken("TOKEN")
                        .useSessionCredentials(true)
                        .roleArn("arn:aws-us-gov:iam::111122223333:role/path/reader")
                        .roleExternalId("x")
                        .roleSessionName("orders@host-1")
                        .overrideEndpoint(true)
                        .uriEndpointOverride("https://vpce-1.kinesis.us-gov-west-1.vpce.amazonaws.com")
                        .proxyProtocol(Protocol.HTTP)
                        .proxyHost("proxy")
                        .proxyPort(8080)
                        .applicationName("orders/1.2")
                        .build()
                        .problems())
                .isEmpty();
        assertThat(AwsAccess.builder()
                        .accessKey(" ")
                        .secretKey("")
                        .useProfileCredentialsProvider(true)
                        .profileCredentialsName("dev")
                        .build()
                        .problems())
                .isEmpty();
    }

    @Test
    void noSecretIsEverPrinted() {
        AwsAccess access = AwsAccess.builder()
                .region("eu-west-1")
                .accessKey("KEY-ID")
                .secretKey("VERY-SECRET")
                .sessionToken("ALSO-SECRET")
                .useProfileCredentialsProvider(true)
                .roleArn(ROLE)
                .roleExternalId("CONFIDENTIAL")
                .build();

        assertThat(access.toString())
                .contains("eu-west-1", ROLE, "accessKey/secretKey")
                .doesNotContain("KEY-ID", "SECRET", "CONFIDENTIAL");
        assertThat(access.problems().toString()).isNotEqualTo("[]").doesNotContain("KEY-ID", "SECRET", "CONFIDENTIAL");
    }

    @Test
    void aCopyKeepsEverySettingAndMayDiffer() {
        AwsAccess kinesis = AwsAccess.builder()
                .region("eu-west-1")
                .accessKey("AK")
                .secretKey("SK")
                .roleArn(ROLE)
                .proxyHost("proxy")
                .proxyPort(1)
                .cborEnabled(false)
                .applicationName("orders")
                .build();

        assertThat(kinesis.toBuilder().build()).usingRecursiveComparison().isEqualTo(kinesis);
        assertThat(kinesis.toBuilder().region("us-east-1").build().where()).isEqualTo("in region us-east-1");
    }

    @Test
    void problemsNameAnOptionAsWhoeverReadsThemKnowsIt() {
        AwsAccess access = AwsAccess.builder()
                .region("eu_west")
                .overrideEndpoint(true)
                .uriEndpointOverride("localhost:4566")
                .useProfileCredentialsProvider(true)
                .optionNames(option -> "--" + option)
                .build();

        assertThat(access.problems())
                .hasSize(2)
                .anyMatch(problem -> problem.startsWith("--region=eu_west is not allowed"))
                .anyMatch(problem -> problem.startsWith("--uriEndpointOverride=localhost:4566 is not an absolute"));
        assertThat(access).asString().contains("credentials --useProfileCredentialsProvider=true");
        assertThat(access.toBuilder().build().problems()).isEqualTo(access.problems());
        assertThat(access.toBuilder().optionNames(option -> option).build()).isEqualTo(access);
    }

    /** Every setting there is, so that one that is added is not forgotten. */
    @Test
    void oneSettingIsEnoughToSaySomething() throws Exception {
        assertThat(AwsAccess.builder().build().saysNothing()).isTrue();
        assertThat(AwsAccess.builder().region(" ").proxyHost("").build().saysNothing())
                .isTrue();
        Map<Class<?>, Object> values = Map.of(
                String.class,
                "x",
                Integer.class,
                7,
                Protocol.class,
                Protocol.HTTP,
                AwsCredentialsProvider.class,
                AnonymousCredentialsProvider.create());
        for (Field setting : AwsAccess.class.getDeclaredFields()) {
            if (setting.getType() == UnaryOperator.class) {
                continue; // what the options are called says nothing
            }
            AwsAccess.Builder builder = AwsAccess.builder();
            Object value = setting.getType() == boolean.class
                    ? !setting.getBoolean(builder.build())
                    : values.get(setting.getType());
            AwsAccess.Builder.class
                    .getMethod(setting.getName(), setting.getType())
                    .invoke(builder, value);
            assertThat(builder.build().saysNothing()).as(setting.getName()).isFalse();
        }
    }
}
