// SPDX-License-Identifier: Apache-2.0
/**
 * Start here: what gives a JUnit 5 test a Kinesis and a DynamoDB. {@link io.camelkinesis.test.junit.KinesisTest} is the
 * annotation, {@link io.camelkinesis.test.junit.TestKinesis} what a test gets.
 *
 * <p>For users are also {@link io.camelkinesis.test.kinesis} (the in-memory Kinesis and its faults),
 * {@link io.camelkinesis.test.http} (the same behind HTTP), {@link io.camelkinesis.test.dynamodb},
 * {@link io.camelkinesis.test.kinesislocal}, {@link io.camelkinesis.test.time} and {@link io.camelkinesis.test.process}. The
 * packages {@code simulation}, {@code lease} and {@code contract} are there for the project's own proofs and change without notice.
 */
@NullMarked
package io.camelkinesis.test.junit;

import org.jspecify.annotations.NullMarked;
