// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Takes in the body of a request, as far as it is worth it. */
final class RequestBody {

    /**
     * The largest valid call is a PutRecords of 10 MiB, keys included: in JSON its payloads grow by a third, and 500 keys
     * of 256 characters in escapes of 6 bytes are less than 1 MiB.
     */
    static final int MOST_BYTES = 16 << 20;

    /** What is read and forgotten of a body that is too large, so that a client that is still sending gets its answer. */
    static final long MOST_BYTES_DRAINED = 64L << 20;

    private static final int DRAIN_BUFFER = 64 << 10;

    private RequestBody() {}

    /**
     * The body; null when it is larger than {@link #MOST_BYTES}.
     *
     * @throws IOException if it stops before its end
     */
    static byte @Nullable [] read(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            long length = request.getLength();
            if (length > MOST_BYTES) {
                drain(in);
                return null;
            }
            byte[] body = length < 0 ? in.readNBytes(MOST_BYTES + 1) : in.readNBytes((int) length);
            if (body.length > MOST_BYTES) {
                drain(in);
                return null;
            }
            if (body.length < length) {
                throw new EOFException("The body ends before its Content-Length");
            }
            return body;
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[DRAIN_BUFFER];
        long drained = 0;
        for (int read = in.read(buffer); read >= 0 && drained < MOST_BYTES_DRAINED; read = in.read(buffer)) {
            drained += read;
        }
    }
}
