// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.lease;

import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.runtime.Clock;
import io.camelkinesis.engine.runtime.SerialLoop;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import java.util.random.RandomGenerator;

/** What the parts of lease keeping share. */
public record LeaseContext(
        LeaseSettings settings,
        SerialLoop loop,
        Clock clock,
        LeaseStore table,
        ShardLister lister,
        LeaseHolder holder,
        RandomGenerator random,
        WorkerEvents events) {}
