// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

import java.time.Instant;

/**
 * Where a consumer group began on a stream; decided once, stored in the group row, never changed by a restart.
 *
 * @param position {@link Position.TrimHorizon}, {@link Position.AtTimestamp}; LATEST is stored as the time of the
 *     decision
 * @param startedAt when the group began, by the clock of the service
 */
public record GroupStart(Position position, Instant startedAt) {}
