// SPDX-License-Identifier: Apache-2.0
/**
 * The in-memory Kinesis behind HTTP, in this JVM or as a process of its own, for clients in other JVMs. It speaks the
 * service's two protocols, AWS JSON 1.1 and AWS CBOR 1.1; what the operations do is none of its business.
 */
@NullMarked
package io.camelkinesis.test.http;

import org.jspecify.annotations.NullMarked;
