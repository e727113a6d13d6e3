// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes the options of one endpoint from {@link AwsDefaults}. What an option says always wins: a client that was only
 * found, and not named, is not used when an option says where AWS is reached or as whom.
 */
final class AccessCompletion {

    private static final Logger LOG = LoggerFactory.getLogger(AccessCompletion.class);

    private final KinesisCheckpointedConfiguration options;
    private final String arnRegion;
    private final AwsDefaults defaults;

    /** @param arnRegion the region that the ARNs of the URI name, null when none does */
    AccessCompletion(KinesisCheckpointedConfiguration options, String arnRegion, AwsDefaults defaults) {
        this.options = options;
        this.arnRegion = arnRegion;
        this.defaults = defaults;
    }

    /** @param endpoint for the log */
    void complete(String endpoint) {
        AccessOptions said = AccessOptions.of(options, null);
        boolean chosen = options.isDefaultCredentialsAsked() || options.isEndpointChosen();
        boolean streamsOpen = !chosen && said.streams().saysNothing();
        boolean tableOpen = !chosen && said.leaseTable().saysNothing();
        if (streamsOpen) {
            takeStreamClients();
        }
        if (tableOpen && hasLeaseTable()) {
            take(options.getDynamoDbClient(), defaults::dynamoDb, options::setDynamoDbClient);
        }
        if (clientIsMissing()) {
            if (!(streamsOpen && tableOpen) && defaults.hasClients()) {
                LOG.info(
                        "{} has clients of its own, as its options say how AWS is reached; not all that were found are used",
                        ErrorText.line(endpoint));
            }
            takeRegions();
            takeCredentials();
            takeEndpoints();
        }
    }

    private void takeStreamClients() {
        take(options.getAmazonKinesisClient(), defaults::kinesis, options::setAmazonKinesisClient);
        if (subscribes()) {
            take(options.getAmazonKinesisAsyncClient(), defaults::kinesisAsync, options::setAmazonKinesisAsyncClient);
        }
    }

    private boolean clientIsMissing() {
        return options.getAmazonKinesisClient() == null
                || (subscribes() && options.getAmazonKinesisAsyncClient() == null)
                || (hasLeaseTable() && options.getDynamoDbClient() == null);
    }

    private void takeRegions() {
        take(options.getLeaseTableRegion(), defaults::leaseTableRegion, options::setLeaseTableRegion);
        if (arnRegion == null) {
            take(options.getRegion(), defaults::region, options::setRegion);
        }
    }

    private void takeCredentials() {
        boolean named = options.getAccessKey() != null
                || options.getSecretKey() != null
                || options.isUseProfileCredentialsProvider()
                || options.isDefaultCredentialsAsked();
        if (!named) {
            take(options.getCredentialsProvider(), defaults::credentials, options::setCredentialsProvider);
        }
    }

    private void takeEndpoints() {
        take(options.getLeaseTableEndpoint(), defaults::leaseTableEndpoint, options::setLeaseTableEndpoint);
        if (!options.isEndpointChosen() && options.getUriEndpointOverride() == null) {
            String endpoint = defaults.endpoint();
            options.setUriEndpointOverride(endpoint);
            options.setOverrideEndpoint(endpoint != null);
        }
    }

    private boolean subscribes() {
        return options.getRetrieval() == Retrieval.FAN_OUT;
    }

    private boolean hasLeaseTable() {
        return options.getLeaseTable() != null;
    }

    private static <T> void take(T said, Supplier<T> found, Consumer<T> set) {
        if (said == null || (said instanceof String text && text.isBlank())) {
            set.accept(found.get());
        }
    }
}
