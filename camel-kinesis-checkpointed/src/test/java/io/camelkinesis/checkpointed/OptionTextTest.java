// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.builder.StaticEndpointBuilders;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the texts of options stand for, in a URI and as properties of the component. */
class OptionTextTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() {
        context.stop();
    }

    private KinesisCheckpointedConfiguration of(String options) {
        return context.getEndpoint("kinesis-cp:orders?" + options, KinesisCheckpointedEndpoint.class)
                .getConfiguration();
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "250, PT0.25S",
        "250ms, PT0.25S",
        "1.5s, PT1.5S",
        "30s, PT30S",
        "2m, PT2M",
        "1h30m, PT90M",
        "1 hour 30 minutes, PT90M",
        "2 days, PT48H",
        "PT90M, PT90M",
        "-5s, PT-5S"
    })
    void durations(String text, String expected) {
        assertThat(OptionText.read(Duration.class, text)).isEqualTo(Duration.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", " ", "5x", "s", "1.s", "5s abc", "five seconds", "--5", "Px", "1e3", "5,5s"})
    void whatIsNoDuration(String text) {
        assertThatThrownBy(() -> OptionText.read(Duration.class, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no duration")
                .hasMessageContaining("1.5s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999d", "731d", "9223372036854775807", "PT999999999999H"})
    void whatOverflows(String text) {
        assertThatThrownBy(() -> OptionText.read(Duration.class, text)).hasMessage("must be at most 730d");
    }

    @Test
    void aUriTellsAllThatIsWrongAtOnce() {
        assertThatThrownBy(() -> of(
                        "drainTimeout=abc&ordering=SOMEHOW&batchSize=many&aggregation=perhaps&maxRetries=99999999999"))
                .rootCause()
                .hasMessageContaining("drainTimeout=abc: is no duration")
                .hasMessageContaining("ordering=SOMEHOW: must be one of SHARD, KEY, NONE")
                .hasMessageContaining("batchSize=many: must be a whole number")
                .hasMessageContaining("aggregation=perhaps: must be true or false")
                .hasMessageContaining("maxRetries=99999999999: must be a whole number of at most 2147483647");
    }

    @Test
    void whatIsRightReachesTheOptions() {
        KinesisCheckpointedConfiguration options =
                of("drainTimeout=1.5s&startPosition=at-timestamp&batchSize=7&aggregation=TRUE");
        assertThat(options.getDrainTimeout()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(options.getStartPosition()).isEqualTo(StartPosition.AT_TIMESTAMP);
        assertThat(options.getBatchSize()).isEqualTo(7);
        assertThat(options.isAggregation()).isTrue();
    }

    @Test
    void propertiesOfTheComponent() {
        KinesisCheckpointedComponent component = context.getComponent("kinesis-cp", KinesisCheckpointedComponent.class);
        PropertyBindingSupport.build()
                .withConfigurer(component.getComponentPropertyConfigurer())
                .bind(context, component, "drainTimeout", "1.5s");
        assertThat(component.getConfiguration().getDrainTimeout()).isEqualTo(Duration.ofMillis(1_500));
        context.start();
        assertThatThrownBy(() -> bind(component, "drainTimeout", "abc"))
                .hasStackTraceContaining("drainTimeout=abc: is no duration");
        assertThat(component.getConfiguration().getDrainTimeout()).isEqualTo(Duration.ofMillis(1_500));
    }

    private void bind(KinesisCheckpointedComponent component, String name, String value) {
        PropertyBindingSupport.build()
                .withConfigurer(component.getComponentPropertyConfigurer())
                .bind(context, component, name, value);
    }

    @Test
    void whatAComponentDoesNotTakeIsToldTogetherWithWhatAnEndpointDoesNotTake() {
        KinesisCheckpointedComponent component = context.getComponent("kinesis-cp", KinesisCheckpointedComponent.class);
        bind(component, "drainTimeout", "abc");
        bind(component, "configuration.commitPeriod", "soon");
        bind(component, "batchSize", "many");
        bind(component, "batchSize", "8");
        assertThatThrownBy(() -> of("ordering=SOMEHOW"))
                .rootCause()
                .hasMessageContaining("drainTimeout=abc: is no duration")
                .hasMessageContaining("commitPeriod=soon: is no duration")
                .hasMessageContaining("ordering=SOMEHOW: must be one of SHARD, KEY, NONE")
                .hasMessageNotContaining("batchSize");
        assertThat(component.getConfiguration().getBatchSize()).isEqualTo(8);
        assertThat(component.getConfiguration().getDrainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(context::start)
                .hasStackTraceContaining("drainTimeout=abc: is no duration")
                .hasStackTraceContaining("commitPeriod=soon: is no duration");
    }

    @Test
    void anEndpointOfTheDsl() {
        assertThatThrownBy(() -> StaticEndpointBuilders.kinesisCp("orders")
                        .drainTimeout("abc")
                        .ordering("SOMEHOW")
                        .resolve(context))
                .hasStackTraceContaining("drainTimeout=abc: is no duration")
                .hasStackTraceContaining("ordering=SOMEHOW: must be one of");
    }

    @Test
    void propertiesOfCamelMain() {
        Main main = new Main();
        main.addInitialProperty("camel.component.kinesis-cp.drain-timeout", "abc");
        main.addInitialProperty("camel.component.kinesis-cp.ordering", "SOMEHOW");
        main.addInitialProperty("camel.component.kinesis-cp.batchSize", "many");
        main.addInitialProperty("camel.component.kinesis-cp.deaggregate", "perhaps");
        main.addInitialProperty("camel.component.kinesis-cp.configuration.commitPeriod", "soon");
        main.addInitialProperty("camel.component.kinesis-cp.configuration.poll-interval", "5x");
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("kinesis-cp:orders?retrieval=SLOWLY").to("mock:out");
            }
        });
        try {
            assertThatThrownBy(main::start)
                    .hasStackTraceContaining("drainTimeout=abc: is no duration")
                    .hasStackTraceContaining("ordering=SOMEHOW: must be one of SHARD, KEY, NONE")
                    .hasStackTraceContaining("batchSize=many: must be a whole number")
                    .hasStackTraceContaining("deaggregate=perhaps: must be true or false")
                    .hasStackTraceContaining("commitPeriod=soon: is no duration")
                    .hasStackTraceContaining("pollInterval=5x: is no duration")
                    .hasStackTraceContaining("retrieval=SLOWLY: must be one of");
        } finally {
            main.stop();
        }
    }
}
