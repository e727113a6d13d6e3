// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.net.URI;

/** How the clients of a test reach a server on this machine, which takes any keys. */
final class LocalAccess {

    private LocalAccess() {}

    static AwsAccess.Builder to(URI endpoint) {
        return AwsAccess.builder()
                .region("us-east-1")
                .accessKey("test")
                .secretKey("test")
                .overrideEndpoint(true)
                .uriEndpointOverride(endpoint.toString());
    }
}
