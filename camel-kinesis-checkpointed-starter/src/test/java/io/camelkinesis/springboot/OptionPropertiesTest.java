// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static io.camelkinesis.springboot.StarterContext.component;
import static io.camelkinesis.springboot.StarterContext.orders;
import static io.camelkinesis.springboot.StarterContext.runner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.KinesisCheckpointedComponent;
import io.camelkinesis.checkpointed.KinesisCheckpointedConfiguration;
import io.camelkinesis.checkpointed.StartPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;

/** {@code camel.component.kinesis-cp.*}, and what becomes of it. */
class OptionPropertiesTest {

    private static final String PREFIX = "camel.component.kinesis-cp.";

    /** A value for each option that is not its default; whoever adds an option of a new type sees this test fail. */
    @Test
    void everyOptionIsSetByItsProperty() throws Exception {
        Map<String, Object> expected = new HashMap<>();
        List<String> properties = new ArrayList<>();
        ApplicationContextRunner runner = runner();
        for (OptionMetadata option : OptionMetadata.all().values()) {
            Class<?> type = option.javaClass();
            if (isBean(type)) {
                Object bean = type == KinesisCheckpointedConfiguration.class
                        ? new KinesisCheckpointedConfiguration()
                        : Mockito.mock(type);
                runner = withBean(runner, option.name(), bean);
                properties.add(option.property() + "=#bean:" + option.name());
                expected.put(option.name(), bean);
            } else {
                properties.add(option.property() + "=" + sample(type, option.defaultValue()));
                expected.put(option.name(), sample(type, option.defaultValue()));
            }
        }
        runner.withPropertyValues(properties.toArray(String[]::new)).run(application -> {
            CamelContext camel = StarterContext.camel(application);
            KinesisCheckpointedComponent component = component(application);
            PropertyConfigurerGetter getter = (PropertyConfigurerGetter)
                    PluginHelper.getConfigurerResolver(camel).resolvePropertyConfigurer("kinesis-cp-component", camel);
            assertThat(expected).hasSizeGreaterThan(80).allSatisfy((name, value) -> {
                Object found = getter.getOptionValue(component, name, true);
                assertThat(found).as(name).isEqualTo(camel.getTypeConverter().convertTo(found.getClass(), value));
            });
        });
    }

    private static boolean isBean(Class<?> type) {
        return !type.isEnum()
                && type != Duration.class
                && !Number.class.isAssignableFrom(type)
                && type != Boolean.class
                && type != String.class;
    }

    private static String sample(Class<?> type, Object defaultValue) {
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(Object::toString)
                    .filter(value -> !value.equalsIgnoreCase(String.valueOf(defaultValue)))
                    .findFirst()
                    .orElseThrow();
        }
        if (type == Boolean.class) {
            return String.valueOf(!Boolean.TRUE.equals(defaultValue));
        }
        return type == Duration.class ? "4321ms" : "4321";
    }

    @SuppressWarnings("unchecked")
    private static ApplicationContextRunner withBean(ApplicationContextRunner runner, String name, Object bean) {
        return runner.withBean(name, (Class<Object>) bean.getClass(), () -> bean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkpoint-limit=3", "checkpointLimit=3", "checkpoint_limit=3", "CHECKPOINTLIMIT=3"})
    void everySpellingOfSpringBootIsUnderstood(String property) {
        runner().withPropertyValues(PREFIX + property)
                .run(application ->
                        assertThat(orders(application).getCheckpointLimit()).isEqualTo(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CAMEL_COMPONENT_KINESISCP_LEASETABLE", "CAMEL_COMPONENT_KINESIS_CP_LEASE_TABLE"})
    void theEnvironmentIsUnderstood(String variable) {
        runner().withInitializer(application -> application
                        .getEnvironment()
                        .getPropertySources()
                        .addFirst(new SystemEnvironmentPropertySource(
                                "test-systemEnvironment", Map.of(variable, "from-environment"))))
                .run(application -> assertThat(
                                component(application).getConfiguration().getLeaseTable())
                        .isEqualTo("from-environment"));
    }

    @Test
    void placeholdersOfSpringAndOfCamelAreResolved() {
        runner().withPropertyValues(
                        "team=billing",
                        "table=leases",
                        PREFIX + "group=${team}",
                        PREFIX + "lease-table={{table}}-{{team}}")
                .run(application -> {
                    KinesisCheckpointedConfiguration options =
                            component(application).getConfiguration();
                    assertThat(options.getGroup()).isEqualTo("billing");
                    assertThat(options.getLeaseTable()).isEqualTo("leases-billing");
                });
    }

    @Test
    void theUriWins() {
        runner().withPropertyValues(PREFIX + "checkpoint-limit=3", PREFIX + "group=a")
                .run(application -> {
                    KinesisCheckpointedConfiguration options =
                            StarterContext.options(application, "kinesis-cp:orders?checkpointLimit=4");
                    assertThat(options.getCheckpointLimit()).isEqualTo(4);
                    assertThat(options.getGroup()).isEqualTo("a");
                });
    }

    /** An alias in the URI beside a default that nobody wrote is no contradiction. */
    @Test
    void whatIsNotSetIsNotSaid() {
        runner().withPropertyValues(PREFIX + "checkpoint-interval=7s", PREFIX + "iterator-type=LATEST")
                .run(application -> {
                    KinesisCheckpointedConfiguration options = orders(application);
                    assertThat(options.getCommitPeriod()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(options.getStartPosition()).isEqualTo(StartPosition.LATEST);
                    camelConsumes(application.getBean(CamelContext.class));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3+c/r%e&t", "RAW(s3+c/r%e&t)", "RAW{s3+c/r%e&t}"})
    void aSecretArrivesAsItIs(String secret) {
        runner().withPropertyValues(PREFIX + "secret-key=" + secret)
                .run(application ->
                        assertThat(orders(application).getSecretKey()).isEqualTo("s3+c/r%e&t"));
    }

    /** As {@code ${VARIABLE:}} leaves it. */
    @Test
    void whatIsEmptyIsNotSaid() {
        runner().withPropertyValues(
                        PREFIX + "group=${GROUP_OF_NOBODY:}", PREFIX + "checkpoint-limit=", PREFIX + "region= ")
                .withBean(AwsRegionProvider.class, () -> () -> Region.EU_NORTH_1)
                .run(application -> {
                    assertThat(orders(application).getGroup()).isNull();
                    assertThat(orders(application).getCheckpointLimit()).isEqualTo(1024);
                    assertThat(orders(application).getRegion()).isEqualTo("eu-north-1");
                    assertThat(StarterContext.options(application, "kinesis-cp:orders?region=")
                                    .getRegion())
                            .isEqualTo("eu-north-1");
                });
    }

    private static void camelConsumes(CamelContext camel) throws Exception {
        camel.getEndpoint("kinesis-cp:orders?leaseTable=leases&region=eu-west-1")
                .createConsumer(exchange -> {})
                .close();
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        runner().withPropertyValues(
                        PREFIX + "chekpoint-limit=3",
                        PREFIX + "batch-size=many",
                        PREFIX + "drain-timeout=abc",
                        PREFIX + "ordering=SOMEHOW",
                        PREFIX + "amazon-kinesis-client=#bean:missing")
                .run(application -> assertThatThrownBy(() -> component(application))
                        .rootCause()
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("chekpoint-limit (do you mean checkpoint-limit?)")
                        .hasMessageContaining(PREFIX + "batch-size")
                        .hasMessageContaining("batchSize=many: must be a whole number")
                        .hasMessageContaining("drainTimeout=abc: is no duration")
                        .hasMessageContaining("ordering=SOMEHOW: must be one of SHARD, KEY, NONE")
                        .hasMessageContaining(PREFIX + "amazon-kinesis-client")
                        .hasMessageContaining("missing"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.enabled", PREFIX + "enabled"})
    void disabledMeansUntouched(String property) {
        runner().withPropertyValues(property + "=false", PREFIX + "group=a").run(application -> {
            assertThat(application).doesNotHaveBean(ComponentCustomizer.class);
            assertThat(component(application).getConfiguration().getGroup()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.customizer.enabled", PREFIX + "customizer.enabled"})
    void customizingCanBeSwitchedOff(String property) {
        runner().withPropertyValues(property + "=false", PREFIX + "group=a").run(application -> assertThat(
                        component(application).getConfiguration().getGroup())
                .isNull());
    }

    @Test
    void aComponentOfTheApplicationKeepsWhatNoPropertySets() {
        runner().withPropertyValues(PREFIX + "group=a")
                .withBean("kinesis-cp", KinesisCheckpointedComponent.class, () -> own("leases"))
                .withBean("kinesis-eu", KinesisCheckpointedComponent.class, () -> own("others"))
                .run(application -> {
                    KinesisCheckpointedConfiguration first =
                            component(application).getConfiguration();
                    assertThat(first.getLeaseTable()).isEqualTo("leases");
                    assertThat(first.getGroup()).isEqualTo("a");
                    KinesisCheckpointedConfiguration second = StarterContext.options(application, "kinesis-eu:orders");
                    assertThat(second.getLeaseTable()).isEqualTo("others");
                    assertThat(second.getGroup()).isNull();
                });
    }

    private static KinesisCheckpointedComponent own(String leaseTable) {
        KinesisCheckpointedComponent component = new KinesisCheckpointedComponent();
        component.getConfiguration().setLeaseTable(leaseTable);
        return component;
    }

    @Test
    void aCustomizerOfTheApplicationComesLast() {
        runner().withPropertyValues(PREFIX + "group=a")
                .withBean(
                        ComponentCustomizer.class,
                        () -> ComponentCustomizer.forType(
                                KinesisCheckpointedComponent.class,
                                component -> component.getConfiguration().setGroup("b")))
                .run(application -> assertThat(
                                component(application).getConfiguration().getGroup())
                        .isEqualTo("b"));
    }

    @Test
    void twoApplicationsHaveTheirOwn() {
        runner().withPropertyValues(PREFIX + "group=a")
                .run(one -> runner().withPropertyValues(PREFIX + "group=b").run(other -> {
                    assertThat(component(one).getConfiguration().getGroup()).isEqualTo("a");
                    assertThat(component(other).getConfiguration().getGroup()).isEqualTo("b");
                }));
    }

    @Test
    void otherComponentsAreLeftAlone() {
        runner().withPropertyValues(PREFIX + "group=a").run(application -> assertThat(StarterContext.camel(application)
                        .getComponent("direct", DirectComponent.class)
                        .isAutowiredEnabled())
                .isTrue());
    }
}
