/** What gives a JUnit 5 test a Kinesis and a DynamoDB: {@link io.camelkinesis.test.junit.KinesisTest}. */
@NullMarked
package io.camelkinesis.test.junit;

import org.jspecify.annotations.NullMarked;
