// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Adds to what a service refused because of credentials where these came from. Never says which they are. */
final class CredentialsRefusal implements ExecutionInterceptor {

    private final NamedCredentials credentials;

    CredentialsRefusal(NamedCredentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public Throwable modifyException(Context.FailedExecution call, ExecutionAttributes attributes) {
        if (!(call.exception() instanceof AwsServiceException refused) || !AccessProblem.is(refused)) {
            return call.exception();
        }
        AwsErrorDetails details = refused.awsErrorDetails();
        String told =
                details.errorMessage() + " [credentials " + credentials.origin() + advice(details.errorCode()) + "]";
        // of the two texts one SDK shows this and the other that
        return refused.toBuilder()
                .message(told)
                .awsErrorDetails(details.toBuilder().errorMessage(told).build())
                .build();
    }

    private static String advice(String code) {
        if (code.startsWith("AccessDenied")) {
            return "";
        }
        return code.startsWith("Expired") ? "; renew them there" : "; check them there";
    }
}
