package io.camelkinesis.checkpointed;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;

/** The component {@code kinesis-cp}. Its options are the defaults of its endpoints. */
@Component("kinesis-cp")
public class KinesisCheckpointedComponent extends HealthCheckComponent {

    @Metadata(description = "The options that all endpoints start from; an endpoint's own options win.")
    private KinesisCheckpointedConfiguration configuration = new KinesisCheckpointedConfiguration();

    public KinesisCheckpointedComponent() {}

    public KinesisCheckpointedComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        KinesisCheckpointedEndpoint endpoint =
                new KinesisCheckpointedEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    public KinesisCheckpointedConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(KinesisCheckpointedConfiguration configuration) {
        this.configuration = configuration;
    }
}
