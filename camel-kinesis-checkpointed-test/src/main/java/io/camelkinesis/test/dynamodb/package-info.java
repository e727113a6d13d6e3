// SPDX-License-Identifier: Apache-2.0
/** DynamoDB Local for tests: inside the JVM, or as a process of its own. */
@NullMarked
package io.camelkinesis.test.dynamodb;

import org.jspecify.annotations.NullMarked;
