// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.time.Duration;

/**
 * A stream as the service describes it.
 *
 * @param arn its full name
 * @param status for example {@code ACTIVE}
 * @param openShards how many shards take records now
 * @param retention how long records are kept
 * @param maxRecordBytes largest record, data and key together
 */
public record StreamDescription(String arn, String status, int openShards, Duration retention, int maxRecordBytes) {}
