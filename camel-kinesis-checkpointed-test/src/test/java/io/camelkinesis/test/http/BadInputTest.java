// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.camelkinesis.test.kinesis.InMemoryKinesis;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the service's error comes back, in the protocol of the call, and the server lives. */
class BadInputTest {

    private static final String JSON = Wire.JSON.contentType();
    private static final String CBOR = Wire.CBOR.contentType();
    private static final String PUT = "Kinesis_20131202.PutRecord";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HttpKinesis server;

    @BeforeAll
    static void start() {
        InMemoryKinesis kinesis = InMemoryKinesis.create();
        kinesis.createStream("orders", 1);
        server = HttpKinesis.start(kinesis);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        HttpResponse<byte[]> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(response.headers().firstValue("Date")).isPresent();
        assertThat(response.headers().firstValue("Server")).isEmpty();
        return response;
    }

    private static HttpRequest.Builder call(String contentType, String target, byte[] body) {
        return HttpRequest.newBuilder(server.endpoint())
                .header("Content-Type", contentType)
                .header("X-Amz-Target", target)
                .POST(BodyPublishers.ofByteArray(body));
    }

    private static HttpRequest.Builder json(String target, String body) {
        return call(JSON, target, body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertError(HttpResponse<byte[]> response, int status, String type, Wire wire)
            throws IOException {
        Map<String, String> body = fields(wire, response.body());
        assertThat(response.statusCode()).as("%s", body).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains(wire.contentType());
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(type);
        assertThat(body).containsOnlyKeys("__type", "message").containsEntry("__type", type);
        assertThat(body.get("message")).isNotBlank().doesNotContain("Exception", "\tat ", "com.fasterxml");
    }

    private static Map<String, String> fields(Wire wire, byte[] body) throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser in = wire.parser(body)) {
            assertThat(in.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                fields.put(name, in.nextTextValue());
            }
        }
        return fields;
    }

    @Test
    void anotherMethodThanPost() throws Exception {
        HttpRequest.Builder get = HttpRequest.newBuilder(server.endpoint()).GET();
        assertError(send(get), 403, "AccessDeniedException", Wire.JSON);
        HttpRequest.Builder put = call(JSON, PUT, new byte[] {'{', '}'}).PUT(BodyPublishers.ofString("{}"));
        assertError(send(put), 403, "AccessDeniedException", Wire.JSON);
    }

    @Test
    void noTarget() throws Exception {
        HttpRequest.Builder bare =
                HttpRequest.newBuilder(server.endpoint()).POST(BodyPublishers.ofString("{\"Limit\": 1}"));
        assertError(send(bare), 403, "AccessDeniedException", Wire.JSON);
        assertError(send(bare.header("Content-Type", JSON)), 400, "UnknownOperationException", Wire.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Kinesis_20131202.Nope", "Kinesis_20131202.", "DynamoDB_20120810.ListTables", "PutRecord"})
    void anUnknownOperation(String target) throws Exception {
        assertError(send(json(target, "{}")), 400, "UnknownOperationException", Wire.JSON);
        assertError(send(call(CBOR, target, new byte[] {(byte) 0xa0})), 400, "UnknownOperationException", Wire.CBOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/x-amz-json-1.0", ";"})
    void anotherProtocol(String contentType) throws Exception {
        assertError(send(call(contentType, PUT, new byte[] {'{', '}'})), 404, "UnknownOperationException", Wire.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"StreamName\"",
                "{\"StreamName\": \"orders\"",
                "{\"StreamName\": orders}",
                "[]",
                "\"orders\"",
                "null",
                "{} {}",
                "\u0000",
                "{\"StreamName\": 5}",
                "{\"StreamName\": {\"a\": 1}}",
                "{\"StreamName\": \"orders\", \"PartitionKey\": \"k\", \"Data\": \"***\"}",
                "{\"StreamName\": \"orders\", \"PartitionKey\": \"k\", \"Data\": 17}",
                "{\"StreamName\": \"orders\", \"PartitionKey\": \"k\", \"Data\": [1, 2]}"
            })
    void brokenOrMisfittingJson(String body) throws Exception {
        assertError(send(json(PUT, body)), 400, "SerializationException", Wire.JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GetRecords | {'ShardIterator': 'x', 'Limit': 1.5}",
                "GetRecords | {'ShardIterator': 'x', 'Limit': 99999999999}",
                "GetRecords | {'ShardIterator': 'x', 'Limit': true}",
                "GetShardIterator | {'StreamName': 'orders', 'Timestamp': 'now'}",
                "PutRecords | {'StreamName': 'orders', 'Records': {}}",
                "PutRecords | {'StreamName': 'orders', 'Records': [null]}",
                "PutRecords | {'StreamName': 'orders', 'Records': [[]]}",
                "DeleteStream | {'StreamName': 'orders', 'EnforceConsumerDeletion': 'yes'}",
                "CreateStream | {'StreamName': 'other', 'Tags': {'a': 1}}"
            })
    void aValueOfAnotherType(String operation, String body) throws Exception {
        HttpRequest.Builder request = json("Kinesis_20131202." + operation, body.replace('\'', '"'));
        assertError(send(request), 400, "SerializationException", Wire.JSON);
    }

    @Test
    void nestedTooDeepOrTooManyElements() throws Exception {
        String deep = "{\"x\":".repeat(5_000) + "1" + "}".repeat(5_000);
        assertError(send(json(PUT, deep)), 400, "SerializationException", Wire.JSON);
        String many = "{\"StreamName\":\"orders\",\"Records\":[" + "{},".repeat(10_000) + "{}]}";
        assertError(send(json("Kinesis_20131202.PutRecords", many)), 400, "SerializationException", Wire.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ff",
                "bf",
                "a1",
                "a16a53747265616d4e616d65", // {"StreamName":
                "a16a53747265616d4e616d6505", // {"StreamName": 5}
                "a0a0",
                "80",
                "f6",
                "1c",
                "bb7fffffffffffffff",
                "a1644461746162616f", // {"Data": "ao"}: text where bytes are expected
                "a164446174615b7fffffffffffffff", // {"Data": 2^63-1 bytes that do not come}
                "a164446174615a3fffffff" // {"Data": 2^30-1 bytes that do not come}
            })
    void brokenOrMisfittingCbor(String hex) throws Exception {
        byte[] body = java.util.HexFormat.of().parseHex(hex);
        assertError(send(call(CBOR, PUT, body)), 400, "SerializationException", Wire.CBOR);
    }

    @Test
    void oneProtocolInTheNameOfTheOther() throws Exception {
        assertError(
                send(call(CBOR, PUT, "{\"StreamName\":\"orders\"}".getBytes(StandardCharsets.UTF_8))),
                400,
                "SerializationException",
                Wire.CBOR);
        assertError(send(call(JSON, PUT, new byte[] {(byte) 0xa0})), 400, "SerializationException", Wire.JSON);
    }

    @Test
    void whatTheModelRefusesIsRefusedWithItsWords() throws Exception {
        assertError(
                send(json("Kinesis_20131202.DescribeStreamSummary", "{\"StreamName\": \"absent\"}")),
                400,
                "ResourceNotFoundException",
                Wire.JSON);
        assertError(send(json(PUT, "{\"StreamName\": \"orders\"}")), 400, "ValidationException", Wire.JSON);
        assertError(
                send(json("Kinesis_20131202.GetRecords", "{\"ShardIterator\": \"x\"}")),
                400,
                "InvalidArgumentException",
                Wire.JSON);
    }

    @Test
    void aBodyThatIsTooLarge() throws Exception {
        byte[] large = new byte[RequestBody.MOST_BYTES + 1];
        assertError(send(call(JSON, PUT, large)), 413, "RequestEntityTooLargeException", Wire.JSON);
        HttpRequest.Builder chunked =
                call(CBOR, PUT, large).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)));
        assertError(send(chunked), 413, "RequestEntityTooLargeException", Wire.CBOR);
    }

    @Test
    void whatIsUnknownIsSkippedAndNullIsAbsent() throws Exception {
        HttpResponse<byte[]> response = send(call(
                "Application/X-Amz-JSON-1.1; charset=utf-8",
                PUT,
                ("{\"New\": {\"a\": [1, {}]}, \"StreamName\": \"orders\", \"PartitionKey\": \"k\","
                                + " \"Data\": \"eA==\", \"ExplicitHashKey\": null}")
                        .getBytes(StandardCharsets.UTF_8)));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(fields(Wire.JSON, response.body())).containsKeys("ShardId", "SequenceNumber");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "POST / HTTP/1.1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -4\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void whatIsNotHttp(String text) throws Exception {
        String answer = exchange(text);
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("__type").doesNotContain("\tat ", "jetty");
    }

    @Test
    void headersThatAreTooLong() throws Exception {
        String answer = exchange("POST / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(70_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("__type");
    }

    private static String exchange(String text) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aCallThatFailsLeavesItsConnectionOpen() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.endpoint().getPort())) {
            socket.setSoTimeout(10_000);
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream()
                        .write(("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: " + JSON + "\r\nX-Amz-Target: " + PUT
                                        + "\r\nContent-Length: 1\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(readAnswer(socket.getInputStream()))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("SerializationException");
            }
        }
    }

    /** Reads up to the end of the object that is the body. */
    private static String readAnswer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            answer.append((char) next);
            if (next == '}') {
                break;
            }
        }
        return answer.toString();
    }
}
