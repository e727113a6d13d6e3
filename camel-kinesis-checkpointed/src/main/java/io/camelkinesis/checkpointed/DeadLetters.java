// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.engine.consume.DeadLetter;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.model.SequenceNumber;
import io.camelkinesis.engine.model.ShardId;
import io.camelkinesis.engine.model.StreamRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.cache.DefaultProducerCache;

/**
 * Sends records that are given up to the endpoint of deadLetterUri: each by itself, one after the other, also those of a
 * batch. The endpoint has accepted one when its exchange has completed, so that a route behind {@code seda} counts too.
 *
 * <p>What it has accepted of a batch before it failed is remembered, for at most 1,000 batches, so that the batch goes on
 * there when it comes again.
 */
final class DeadLetters implements AutoCloseable {

    private static final int MOST_BEGUN = 1000;

    /** How a delivery ended. Called once, on any thread. */
    interface Listener {
        void accepted();

        void refused(Throwable cause);
    }

    private record Batch(ShardId shard, SequenceNumber first, SequenceNumber last) {
        static Batch of(Delivery delivery) {
            int last = delivery.records().size() - 1;
            return new Batch(
                    delivery.shard(),
                    delivery.records().get(0).sequence(),
                    delivery.records().get(last).sequence());
        }
    }

    private final Endpoint endpoint;
    private final ProducerCache producers;
    private final HeaderFilter headers;
    private final AtomicInteger sending = new AtomicInteger();
    private final AtomicLong accepted = new AtomicLong();
    private final Map<Batch, Integer> begun = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Batch, Integer> eldest) {
            return size() > MOST_BEGUN;
        }
    };

    private DeadLetters(Endpoint endpoint, ProducerCache producers, HeaderFilter headers) {
        this.endpoint = endpoint;
        this.producers = producers;
        this.headers = headers;
    }

    /**
     * Ready to send.
     *
     * @throws RuntimeException if the endpoint has no producer or that does not start
     */
    static DeadLetters open(Object source, CamelContext context, String uri, HeaderFilter headers) {
        Endpoint endpoint = CamelContextHelper.getMandatoryEndpoint(context, uri);
        DefaultProducerCache producers = new DefaultProducerCache(source, context, 1);
        producers.start();
        try {
            producers.releaseProducer(endpoint, producers.acquireProducer(endpoint));
        } catch (RuntimeException e) {
            producers.stop();
            throw e;
        }
        return new DeadLetters(endpoint, producers, headers);
    }

    /** Records that are on their way to the endpoint. */
    int sending() {
        return sending.get();
    }

    /** Records that the endpoint has accepted. */
    long accepted() {
        return accepted.get();
    }

    /** Sends all records of a delivery, which has been started. May run the endpoint on this thread. */
    void send(Delivery delivery, DeadLetter why, Listener listener) {
        sending.addAndGet(delivery.records().size());
        sendFrom(resumeAt(delivery), new Sending(delivery, why, listener));
    }

    private record Sending(Delivery delivery, DeadLetter why, Listener listener) {}

    private void sendFrom(int begin, Sending sending) {
        int count = sending.delivery.records().size();
        for (int i = begin; i < count; i++) {
            int index = i;
            CompletableFuture<Optional<Throwable>> answer = sendOne(sending, index);
            if (!answer.isDone()) {
                answer.minimalCompletionStage().thenAccept(refusal -> {
                    if (isAccepted(index, sending, refusal)) {
                        sendFrom(index + 1, sending);
                    }
                });
                return;
            }
            if (!isAccepted(index, sending, answer.join())) {
                return;
            }
        }
        over(sending.delivery, 0);
        sending.listener.accepted();
    }

    /** Whether the record was accepted; if not, the sending is over. */
    private boolean isAccepted(int index, Sending sending, Optional<Throwable> refusal) {
        if (refusal.isEmpty()) {
            accepted.incrementAndGet();
            return true;
        }
        over(sending.delivery, index);
        sending.listener.refused(refusal.get());
        return false;
    }

    /** The answer never fails: it is empty when the record was accepted, else what it was refused with. */
    private CompletableFuture<Optional<Throwable>> sendOne(Sending sending, int index) {
        CompletableFuture<Optional<Throwable>> answer = new CompletableFuture<>();
        try {
            sendOne(sending, index, answer);
        } catch (RuntimeException e) {
            answer.complete(Optional.of(e));
        }
        return answer;
    }

    private void sendOne(Sending sending, int index, CompletableFuture<Optional<Throwable>> answer) {
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOnly);
        StreamRecord record = sending.delivery.records().get(index);
        ExchangeMapper.map(sending.delivery, record, exchange.getMessage());
        describe(sending.why, exchange);
        headers.clear(exchange);
        exchange.getExchangeExtension().addOnCompletion(new Acceptance(answer));
        producers
                .asyncSendExchange(endpoint, ExchangePattern.InOnly, null, null, exchange, new CompletableFuture<>())
                .minimalCompletionStage()
                .thenAccept(sent -> {
                    // without a producer the exchange never begins, and so never completes
                    if (sent.getException() != null) {
                        answer.complete(Optional.of(sent.getException()));
                    }
                });
    }

    private static void describe(DeadLetter why, Exchange exchange) {
        Message message = exchange.getMessage();
        Throwable error = why.lastError();
        message.setHeader(
                KinesisCheckpointedConstants.DEAD_LETTER_REASON, why.reason().name());
        message.setHeader(KinesisCheckpointedConstants.ATTEMPTS, why.attempts());
        message.setHeader(
                KinesisCheckpointedConstants.ERROR_CLASS, error.getClass().getName());
        message.setHeader(KinesisCheckpointedConstants.ERROR_MESSAGE, error.getMessage());
        exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, error);
    }

    private int resumeAt(Delivery delivery) {
        synchronized (begun) {
            return begun.getOrDefault(Batch.of(delivery), 0);
        }
    }

    /** @param done how many records of it the endpoint has accepted, if it is to be sent again; else 0 */
    private void over(Delivery delivery, int done) {
        sending.addAndGet(-delivery.records().size());
        synchronized (begun) {
            if (done == 0) {
                begun.remove(Batch.of(delivery));
            } else {
                begun.put(Batch.of(delivery), done);
            }
        }
    }

    @Override
    public void close() {
        producers.stop();
    }
}
