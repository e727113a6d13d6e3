// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.jspecify.annotations.Nullable;

/** Puts the health check of an endpoint's producers into Camel's own repository of them, if the application has it. */
final class ProducerHealth {

    private final KinesisCheckpointedEndpoint endpoint;
    private @Nullable WritableHealthCheckRepository repository;
    private @Nullable ProducerHealthCheck check;

    ProducerHealth(KinesisCheckpointedEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    void offer() {
        HealthCheckRepository found =
                HealthCheckHelper.getHealthCheckRepository(endpoint.getCamelContext(), "producers");
        if (found instanceof WritableHealthCheckRepository writable) {
            ProducerHealthCheck offered = new ProducerHealthCheck(endpoint, freeId(found), ProducerHealthCheck.LIMIT);
            offered.setEnabled(endpoint.getComponent().isHealthCheckProducerEnabled());
            writable.addHealthCheck(offered);
            repository = writable;
            check = offered;
        }
    }

    /** Several endpoints may put into one stream. */
    private String freeId(HealthCheckRepository among) {
        String id = "producer:kinesis-cp:" + endpoint.getStreams();
        String free = id;
        for (int n = 2; among.getCheck(free).isPresent(); n++) {
            free = id + "-" + n;
        }
        return free;
    }

    void withdraw() {
        if (repository != null && check != null) {
            repository.removeHealthCheck(check);
        }
        repository = null;
        check = null;
    }
}
