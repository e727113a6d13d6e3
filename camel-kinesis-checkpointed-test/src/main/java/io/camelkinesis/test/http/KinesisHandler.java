// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import io.camelkinesis.test.http.KinesisService.Call;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.jetty.http.DateGenerator;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Joins Jetty to the service: takes calls in and sends answers out. */
final class KinesisHandler extends Handler.Abstract {

    private static final String TARGET = "X-Amz-Target";
    private static final String REQUEST_ID = "x-amzn-RequestId";
    private static final String ERROR_TYPE = "x-amzn-ErrorType";

    private final KinesisService service;
    private final @Nullable SubscriptionService subscriptions;
    private final Supplier<Instant> time;

    /**
     * @param service what answers
     * @param subscriptions what answers calls of SubscribeToShard; null: there are none
     * @param time the time of the service, for the header Date
     */
    KinesisHandler(KinesisService service, @Nullable SubscriptionService subscriptions, Supplier<Instant> time) {
        this.service = service;
        this.subscriptions = subscriptions;
        this.time = time;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        HttpFields headers = request.getHeaders();
        byte[] body = RequestBody.read(request);
        Call call = new Call(request.getMethod(), headers.get(HttpHeader.CONTENT_TYPE), headers.get(TARGET), body);
        if (subscriptions != null && SubscriptionService.takes(call)) {
            subscriptions.answer(call, new Subscriber(request, response, callback));
        } else {
            answer(service.answer(call), request, response, callback);
        }
        return true;
    }

    private void answer(Answer answer, Request request, Response response, Callback callback) {
        if (answer instanceof Answer.Reply reply) {
            send(reply, response, callback);
        } else if (answer instanceof Answer.Raw raw) {
            response.setStatus(raw.answer().status());
            putHeaders(response.getHeaders(), raw.answer().contentType());
            response.write(true, ByteBuffer.wrap(raw.answer().body().getBytes(StandardCharsets.UTF_8)), callback);
        } else {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(new EofException("No answer, as the fault asks for"));
        }
    }

    /** The client of a subscription: gets an answer that goes on for minutes, or another one. */
    private final class Subscriber implements SubscriptionService.Out {
        private final Request request;
        private final Response response;
        private final Callback callback;

        private Subscriber(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void instead(Answer answer) {
            KinesisHandler.this.answer(answer, request, response, callback);
        }

        @Override
        public void begin() {
            response.setStatus(200);
            putHeaders(response.getHeaders(), SubscriptionService.CONTENT_TYPE);
        }

        @Override
        public void write(ByteBuffer message, Callback written) {
            response.write(false, message, written);
        }

        @Override
        public void end() {
            callback.succeeded();
        }

        @Override
        public void abort(Throwable cause) {
            request.getConnectionMetaData().getConnection().getEndPoint().close();
            callback.failed(cause);
        }
    }

    /** What Jetty itself has to complain about, in the form of the service. */
    boolean complain(Request request, Response response, Callback callback) {
        ServiceError error = ServiceError.badHttp(response.getStatus());
        send(Answer.error(Wire.JSON, error), response, callback);
        return true;
    }

    private void send(Answer.Reply reply, Response response, Callback callback) {
        response.setStatus(reply.status());
        HttpFields.Mutable headers = response.getHeaders();
        putHeaders(headers, reply.wire().contentType());
        headers.put(new HttpField.LongValueHttpField(
                HttpHeader.CONTENT_LENGTH, reply.body().remaining()));
        if (reply.errorType() != null) {
            headers.put(ERROR_TYPE, reply.errorType());
        }
        response.write(true, reply.body(), callback);
    }

    private void putHeaders(HttpFields.Mutable headers, String contentType) {
        headers.put(REQUEST_ID, UUID.randomUUID().toString());
        headers.put(HttpHeader.DATE, DateGenerator.formatDate(time.get()));
        headers.put(HttpHeader.CONTENT_TYPE, contentType);
    }
}
