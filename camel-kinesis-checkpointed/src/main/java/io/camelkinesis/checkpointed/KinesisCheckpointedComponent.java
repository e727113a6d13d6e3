// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import io.camelkinesis.checkpointed.aws.SdkOnClassPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;

/** The component {@code kinesis-cp}. Its options are the defaults of its endpoints. */
@Component("kinesis-cp")
public class KinesisCheckpointedComponent extends HealthCheckComponent {

    @Metadata(description = "The options that all endpoints start from; an endpoint's own options win.")
    private KinesisCheckpointedConfiguration configuration = new KinesisCheckpointedConfiguration();

    private AwsDefaults awsDefaults = new AwsDefaults() {};
    private Duration startPatience = StartPatience.LONGEST;
    private volatile boolean contextStopping;
    private volatile @Nullable ProducerRuns producers;

    public KinesisCheckpointedComponent() {}

    public KinesisCheckpointedComponent(CamelContext context) {
        super(context);
    }

    /** Camel tells that a context is to be stopped before it waits for a start that is under way. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext()
                .addLifecycleStrategy(LifecycleStrategySupport.adapt(
                        LifecycleStrategySupport.onCamelContextStopping(context -> contextStopping = true)));
    }

    @Override
    protected void doStart() throws Exception {
        contextStopping = false;
        SdkOnClassPath.requireNewEnough();
        requireRightTexts(wrongTexts().problems());
        super.doStart();
        producerRuns().open();
    }

    boolean isContextStopping() {
        return contextStopping;
    }

    /** How long a start tries again what does not answer. */
    Duration startPatience() {
        return startPatience;
    }

    /** For tests. */
    void startPatience(Duration longest) {
        startPatience = longest;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        readTexts(parameters);
        KinesisCheckpointedEndpoint endpoint =
                new KinesisCheckpointedEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        String region = StreamsUri.parse(remaining, new OptionProblems()).region();
        new AccessCompletion(endpoint.getConfiguration(), region, awsDefaults).complete(endpoint.getEndpointBaseUri());
        return endpoint;
    }

    /** @throws IllegalArgumentException names every option, of the component too, whose text is not what the option takes */
    private void readTexts(Map<String, Object> parameters) {
        PropertyConfigurerGetter options = new KinesisCheckpointedEndpointConfigurer();
        List<String> wrong = new ArrayList<>(wrongTexts().problems());
        parameters.replaceAll((name, value) -> {
            try {
                return OptionText.read(name, options.getOptionType(name, true), value);
            } catch (IllegalArgumentException e) {
                wrong.add(ErrorText.message(e));
                return value;
            }
        });
        requireRightTexts(wrong);
    }

    private static void requireRightTexts(List<String> wrong) {
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", wrong));
        }
    }

    WrongTexts wrongTexts() {
        return configuration.wrongTexts();
    }

    /**
     * For those who configure the component and tell themselves what is wrong. Else its start, or its first endpoint, tells it.
     *
     * @return by option, the texts that it was to be set to and does not take, with what it takes
     */
    public Map<String, String> takeWrongTexts() {
        return wrongTexts().take();
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new StrictComponentConfigurer();
    }

    /**
     * Sets how AWS is reached where neither this component nor an endpoint says so. Applies to endpoints that are created
     * from now on.
     */
    @Metadata(skip = true)
    public void setAwsDefaults(AwsDefaults awsDefaults) {
        this.awsDefaults = Objects.requireNonNull(awsDefaults);
    }

    /** @throws IllegalArgumentException if an option is left over, that is, does not exist; the message has no value of one */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (!parameters.isEmpty()) {
            Set<String> known = getCamelContext()
                    .getCamelContextExtension()
                    .getEndpointUriFactory("kinesis-cp")
                    .propertyNames();
            throw new IllegalArgumentException(ErrorText.line(UnknownOptions.message(parameters.keySet(), known)));
        }
    }

    /** What all producers of this component share. */
    ProducerRuns producerRuns() {
        ProducerRuns known = producers;
        if (known == null) {
            synchronized (this) {
                known = producers;
                if (known == null) {
                    known = new ProducerRuns(getCamelContext());
                    producers = known;
                }
            }
        }
        return known;
    }

    /** Puts what is pending, within Camel's shutdown time-out, and ends all threads of producers. */
    @Override
    protected void doStop() throws Exception {
        producerRuns().close();
        super.doStop();
    }

    public KinesisCheckpointedConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(KinesisCheckpointedConfiguration configuration) {
        this.configuration = configuration;
    }
}
