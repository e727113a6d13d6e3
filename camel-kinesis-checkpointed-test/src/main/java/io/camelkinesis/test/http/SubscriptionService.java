// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.http.KinesisService.Call;
import io.camelkinesis.test.kinesis.RawAnswerException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEventStream;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardRequest;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponse;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * SubscribeToShard over HTTP: an answer in the format of event streams that goes on until the subscription ends. The next
 * event is asked for when the one before has been written, so a client that does not read is sent nothing more.
 */
final class SubscriptionService {

    static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionService.class);
    private static final String TARGET = Operations.TARGET_PREFIX + "SubscribeToShard";

    private final KinesisAsyncClient client;

    SubscriptionService(KinesisAsyncClient client) {
        this.client = client;
    }

    /** The HTTP side of one call. */
    interface Out {

        /** An answer in place of a subscription. */
        void instead(Answer answer);

        /** The subscription has been made; messages follow. */
        void begin();

        void write(ByteBuffer message, Callback written);

        /** All has been written. */
        void end();

        /** Ends the connection in the middle of the answer. */
        void abort(Throwable cause);
    }

    /** Whether a call is one of SubscribeToShard. */
    static boolean takes(Call call) {
        return TARGET.equals(call.target())
                && call.method().equals("POST")
                && call.body() != null
                && Wire.of(call.contentType()) != null;
    }

    void answer(Call call, Out out) {
        SubscribeToShardRequest.Builder request = SubscribeToShardRequest.builder();
        try {
            RequestReader.read(Wire.of(call.contentType()), call.body(), (SdkPojo) request);
        } catch (IOException e) {
            out.instead(Answer.error(Wire.JSON, ServiceError.malformed("The body is no valid request")));
            return;
        }
        Answering answering = new Answering(out);
        CompletionStage<Void> ended = client.subscribeToShard(request.build(), answering);
        ended.whenComplete((nothing, failure) -> LOG.debug("The subscription has ended", failure));
    }

    private static ByteBuffer message(String kind, String typeHeader, String type, ByteBuffer body) {
        byte[] payload = new byte[body.remaining()];
        body.get(payload);
        Map<String, HeaderValue> headers = Map.of(
                ":message-type",
                HeaderValue.fromString(kind),
                typeHeader,
                HeaderValue.fromString(type),
                ":content-type",
                HeaderValue.fromString(Wire.JSON.contentType()));
        return new Message(headers, payload).toByteBuffer();
    }

    private static ByteBuffer event(String type, SdkPojo event) {
        return message("event", ":event-type", type, AnswerWriter.write(Wire.JSON, event));
    }

    /** From the events of the model to messages. */
    private static final class Answering implements SubscribeToShardResponseHandler, Subscriber<SdkPojo> {
        private final Out out;
        private final AtomicBoolean begun = new AtomicBoolean();
        private volatile Subscription subscription;
        private boolean writing;
        private Runnable last;

        private Answering(Out out) {
            this.out = out;
        }

        @Override
        public void responseReceived(SubscribeToShardResponse response) {
            begun.set(true);
            out.begin();
        }

        @Override
        public void onEventStream(SdkPublisher<SubscribeToShardEventStream> events) {
            events.map(event -> (SdkPojo) event).subscribe(this);
        }

        private static Answer insteadOf(Throwable failure) {
            if (failure instanceof RawAnswerException raw) {
                return new Answer.Raw(raw.answer());
            }
            return failure instanceof AwsServiceException service
                    ? Answer.error(Wire.JSON, ServiceError.of(service))
                    : new Answer.Nothing();
        }

        @Override
        public void exceptionOccurred(Throwable failure) {
            if (!begun.get()) {
                out.instead(insteadOf(failure));
            }
        }

        @Override
        public void complete() {}

        @Override
        public void onSubscribe(Subscription events) {
            subscription = events;
            write(event("initial-response", SubscribeToShardResponse.builder().build()));
        }

        @Override
        public void onNext(SdkPojo event) {
            write(event("SubscribeToShardEvent", event));
        }

        @Override
        public void onError(Throwable failure) {
            finish(() -> fail(failure));
        }

        private void fail(Throwable failure) {
            if (failure instanceof AwsServiceException service) {
                ServiceError error = ServiceError.of(service);
                ByteBuffer body = AnswerWriter.write(Wire.JSON, error);
                out.write(
                        message("exception", ":exception-type", error.type(), body),
                        Callback.from(out::end, out::abort));
            } else {
                out.abort(failure);
            }
        }

        @Override
        public void onComplete() {
            finish(out::end);
        }

        private void write(ByteBuffer message) {
            synchronized (this) {
                writing = true;
            }
            out.write(message, Callback.from(this::written, this::notWritten));
        }

        private void written() {
            Runnable next;
            synchronized (this) {
                writing = false;
                next = last;
            }
            if (next != null) {
                next.run();
            } else {
                subscription.request(1);
            }
        }

        /** The client is gone. */
        private void notWritten(Throwable failure) {
            subscription.cancel();
            out.abort(failure);
        }

        /** Does the last thing when the message that is being written has been written. */
        private void finish(Runnable end) {
            synchronized (this) {
                if (writing) {
                    last = end;
                    return;
                }
            }
            end.run();
        }
    }
}
