// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes one exchange of a batch, as camel-kafka does: its body is a list of exchanges, each with the body and headers that
 * its record would have alone. The completion is on the outer one; what becomes of an inner one is the route's business.
 */
final class BatchFiller implements ExchangeFiller {

    private final DefaultConsumer consumer;
    private final @Nullable Processor batchProcessor;
    private final HeaderFilter headers;

    /** @param batchProcessor what each batch passes before the route */
    BatchFiller(DefaultConsumer consumer, @Nullable Processor batchProcessor, HeaderFilter headers) {
        this.consumer = consumer;
        this.batchProcessor = batchProcessor;
        this.headers = headers;
    }

    @Override
    public void fill(Delivery delivery, Exchange exchange) throws Exception {
        List<StreamRecord> records = delivery.records();
        List<Exchange> inner = new ArrayList<>(records.size());
        records.forEach(record -> inner.add(exchangeOf(delivery, record)));
        Message message = exchange.getMessage();
        message.setBody(inner);
        ExchangeMapper.mapShard(delivery.shard(), message);
        ExchangeMapper.mapDelivery(delivery, message);
        message.setHeader(KinesisCheckpointedConstants.BATCH_SIZE, records.size());
        exchange.setProperty(ExchangePropertyKey.BATCH_SIZE, records.size());
        message.setHeader(
                KinesisCheckpointedConstants.FIRST_SEQUENCE_NUMBER,
                records.get(0).sequence().digits());
        message.setHeader(
                KinesisCheckpointedConstants.LAST_SEQUENCE_NUMBER,
                records.get(records.size() - 1).sequence().digits());
        CommittedDelivery.addHeaders(delivery, message);
        headers.clear(exchange);
        if (batchProcessor != null) {
            batchProcessor.process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        }
    }

    /** Not one of a pool: nobody tells when it may be used again. */
    private Exchange exchangeOf(Delivery delivery, StreamRecord record) {
        Exchange exchange = consumer.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(consumer.getRouteId());
        ExchangeMapper.map(delivery, record, exchange.getMessage());
        headers.clear(exchange);
        return exchange;
    }
}
