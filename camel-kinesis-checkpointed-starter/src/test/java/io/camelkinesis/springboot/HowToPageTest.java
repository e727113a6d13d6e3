// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import static io.camelkinesis.springboot.StarterContext.component;
import static io.camelkinesis.springboot.StarterContext.runner;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** What docs/how-to/use-with-spring-boot.md tells people to write. */
class HowToPageTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final String PAGE = read("docs/how-to/use-with-spring-boot.md");
    private static final String EXAMPLE = read("examples/spring-boot/src/main/resources/application.yaml");

    private static final Pattern YAML = Pattern.compile("(?m)^```yaml\n(.*?)^```$", Pattern.DOTALL);
    private static final Pattern PROPERTY = Pattern.compile("`camel\\.component\\.kinesis-cp\\.([a-z-]+)=");
    private static final Pattern VERSIONS = Pattern.compile("<version>([^<]+)</version>");

    private static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> blocks() {
        return YAML.matcher(PAGE).results().map(block -> block.group(1));
    }

    static Stream<String> blocksOfTheComponent() {
        return blocks().filter(block -> block.contains("kinesis-cp:"));
    }

    private static EnumerablePropertySource<?> properties(String yaml) {
        try {
            List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                    .load("page", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
            return (EnumerablePropertySource<?>) sources.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("blocksOfTheComponent")
    void whatIsSetIsAllThatAConsumerNeeds(String yaml) {
        runner().withInitializer(application ->
                        application.getEnvironment().getPropertySources().addFirst(properties(yaml)))
                .run(application -> {
                    assertThat(component(application).getConfiguration().getLeaseTable())
                            .isEqualTo("checkpoints");
                    StarterContext.camel(application)
                            .getEndpoint("kinesis-cp:orders")
                            .createConsumer(exchange -> {})
                            .close();
                });
        assertThat(blocksOfTheComponent()).hasSize(2);
    }

    /** The tests of the example look at what these do. */
    @Test
    void theOtherBlocksStandInTheExample() {
        EnumerablePropertySource<?> example = properties(EXAMPLE);
        assertThat(blocks().filter(block -> !block.contains("kinesis-cp:")))
                .singleElement()
                .satisfies(block -> {
                    EnumerablePropertySource<?> told = properties(block);
                    assertThat(told.getPropertyNames()).isNotEmpty().allSatisfy(name -> assertThat(
                                    example.getProperty(name))
                            .asString()
                            .isEqualTo(String.valueOf(told.getProperty(name))));
                });
    }

    @Test
    void everyPropertyInTheTextIsOne() {
        Set<String> properties = OptionMetadata.all().keySet().stream()
                .map(OptionProperties::dashed)
                .collect(Collectors.toSet());
        properties.add("enabled");
        assertThat(PROPERTY.matcher(PAGE).results().map(property -> property.group(1)))
                .isNotEmpty()
                .isSubsetOf(properties);
    }

    @Test
    void theVersionIsThisOne() {
        String parent = VERSIONS.matcher(read("pom.xml"))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(VERSIONS.matcher(PAGE).results().map(version -> version.group(1)))
                .containsExactly(parent);
    }
}
