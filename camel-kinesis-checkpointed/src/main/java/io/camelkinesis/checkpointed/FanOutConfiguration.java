// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** How records are fetched: asked for, or sent by enhanced fan-out. */
@UriParams
public abstract class FanOutConfiguration extends LeaseConfiguration {

    @UriParam(
            label = "consumer",
            defaultValue = "POLLING",
            description = "How records are fetched. POLLING: with GetRecords; all applications on a shard share its 5"
                    + " reads and 2 MiB a second. FAN_OUT: Kinesis sends them (enhanced fan-out, SubscribeToShard); a"
                    + " registered consumer has 2 MiB a second of each shard for itself, for which Amazon charges."
                    + " Needs fanOutConsumerName or fanOutConsumerArn.")
    private Retrieval retrieval = Retrieval.POLLING;

    @UriParam(
            label = "consumer",
            description =
                    "Name of the registered consumer, with retrieval=FAN_OUT. It is registered with each stream of"
                            + " the endpoint that does not have it, and awaited; it is never de-registered. All workers of a"
                            + " group use the same name, each group one of its own. 1 to 128 characters of a-z, A-Z, 0-9, _,"
                            + " - and .")
    private String fanOutConsumerName;

    @UriParam(
            label = "consumer",
            description = "ARN of a consumer that is registered already, with retrieval=FAN_OUT, in place of"
                    + " fanOutConsumerName. Only with one stream in the endpoint.")
    private String fanOutConsumerArn;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description = "Whether a stream is polled as long as its consumer cannot be registered or its shards cannot"
                    + " be subscribed to, because a permission is missing or a limit of Kinesis is reached."
                    + " Subscribing is tried again every 5 minutes. false: the consumer does not start, and a"
                    + " running one reports the failure and tries again.")
    private boolean fanOutFallback;

    @UriParam(
            label = "advanced",
            description =
                    "The Kinesis client to subscribe with, when retrieval=FAN_OUT. It is never closed by the component,"
                            + " and the options about credentials, region and endpoint are not applied to it. It must allow"
                            + " a request at once for each shard. Default: one is built from those options.")
    @Metadata(autowired = true)
    private KinesisAsyncClient amazonKinesisAsyncClient;

    public Retrieval getRetrieval() {
        return retrieval;
    }

    public void setRetrieval(Retrieval retrieval) {
        this.retrieval = retrieval;
    }

    public String getFanOutConsumerName() {
        return fanOutConsumerName;
    }

    public void setFanOutConsumerName(String fanOutConsumerName) {
        this.fanOutConsumerName = fanOutConsumerName;
    }

    public String getFanOutConsumerArn() {
        return fanOutConsumerArn;
    }

    public void setFanOutConsumerArn(String fanOutConsumerArn) {
        this.fanOutConsumerArn = fanOutConsumerArn;
    }

    public boolean isFanOutFallback() {
        return fanOutFallback;
    }

    public void setFanOutFallback(boolean fanOutFallback) {
        this.fanOutFallback = fanOutFallback;
    }

    public KinesisAsyncClient getAmazonKinesisAsyncClient() {
        return amazonKinesisAsyncClient;
    }

    public void setAmazonKinesisAsyncClient(KinesisAsyncClient amazonKinesisAsyncClient) {
        this.amazonKinesisAsyncClient = amazonKinesisAsyncClient;
    }
}
