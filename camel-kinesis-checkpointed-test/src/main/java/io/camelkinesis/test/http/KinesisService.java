// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.camelkinesis.test.kinesis.RawAnswerException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * The protocols of the service between HTTP and the SDK's interface: which operation a call asks for, what it says, and
 * what the answer looks like. Every call gets an answer, but for those that the model loses on purpose.
 */
final class KinesisService {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisService.class);

    private final Operations operations;

    KinesisService(KinesisClient client) {
        this.operations = Operations.of(client);
    }

    /**
     * A call as HTTP brought it.
     *
     * @param method for example POST
     * @param contentType header Content-Type
     * @param target header X-Amz-Target
     * @param body null when it was too large
     */
    record Call(String method, @Nullable String contentType, @Nullable String target, byte @Nullable [] body) {

        /** Never the body. */
        @Override
        public String toString() {
            return "Call[" + method + ", " + contentType + ", " + target + "]";
        }
    }

    /** Answers a call. The order of the checks is that of the service. */
    Answer answer(Call call) {
        Wire wire = Wire.of(call.contentType());
        if (call.body() == null) {
            return Answer.error(orJson(wire), ServiceError.tooLarge());
        }
        if (!call.method().equals("POST") || (call.target() == null && wire == null)) {
            return Answer.error(orJson(wire), ServiceError.nothingAsked());
        }
        if (wire == null) {
            return Answer.error(Wire.JSON, ServiceError.unknownProtocol());
        }
        Operations.Operation operation = call.target() == null ? null : operations.named(call.target());
        if (operation == null) {
            return Answer.error(wire, ServiceError.unknownOperation());
        }
        return run(operation, wire, call.body());
    }

    private static Wire orJson(@Nullable Wire wire) {
        return wire == null ? Wire.JSON : wire;
    }

    private static Answer run(Operations.Operation operation, Wire wire, byte[] body) {
        try {
            SdkPojo answer = operation.run(request -> RequestReader.read(wire, body, request));
            return Answer.ok(wire, AnswerWriter.write(wire, answer));
        } catch (RequestReader.MismatchException e) {
            return Answer.error(wire, ServiceError.malformed(e.getMessage()));
        } catch (IOException e) {
            return Answer.error(wire, ServiceError.malformed(notWellFormed(wire, e)));
        } catch (RawAnswerException e) {
            return new Answer.Raw(e.answer());
        } catch (AwsServiceException e) {
            return Answer.error(wire, ServiceError.of(e));
        } catch (SdkClientException e) {
            return new Answer.Nothing();
        } catch (RuntimeException e) {
            LOG.error("The in-memory Kinesis failed; this is a bug of the test kit", e);
            return Answer.error(wire, ServiceError.failure());
        }
    }

    /** Where the body stops to make sense, in words that hold nothing of it. */
    private static String notWellFormed(Wire wire, IOException e) {
        boolean known = e instanceof JsonProcessingException json && json.getLocation() != null;
        return "The body is no valid " + wire + (known ? place((JsonProcessingException) e) : "");
    }

    private static String place(JsonProcessingException e) {
        return ", at byte " + e.getLocation().getByteOffset();
    }
}
