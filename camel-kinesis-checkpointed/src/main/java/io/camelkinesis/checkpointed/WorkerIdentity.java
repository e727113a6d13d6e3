// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Who this worker is in the lease table.
 *
 * @param clientId host, process id and 8 random hexadecimal digits, for example {@code web-1-4711-9f86d081}; never the
 *     same for two starts, so that a worker is never taken for its predecessor
 * @param host name of this host, for people
 */
record WorkerIdentity(String clientId, String host) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The identity of one start of a worker in this process. */
    static WorkerIdentity next() {
        byte[] suffix = new byte[4];
        RANDOM.nextBytes(suffix);
        String host = hostName();
        return new WorkerIdentity(
                host + "-" + ProcessHandle.current().pid() + "-"
                        + HexFormat.of().formatHex(suffix),
                host);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
