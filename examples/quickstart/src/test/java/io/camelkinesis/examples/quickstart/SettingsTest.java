// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void emptyPropertiesCountAsNotGiven() {
        assertThat(settings("input", "", "endpoint", " ", "dynamoDbEndpoint", "", "aws", "false"))
                .isEqualTo(new Settings(Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    @Test
    void takesWhatIsGiven() {
        assertThat(settings("input", "a.txt", "endpoint", "http://localhost:4566", "dynamoDbEndpoint", "https://db:1"))
                .isEqualTo(new Settings(
                        Optional.of(Path.of("a.txt")),
                        Optional.of(URI.create("http://localhost:4566")),
                        Optional.of(URI.create("https://db:1")),
                        false));
        assertThat(settings("aws", "true").aws()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:4566", "4566", "ftp://localhost", "http://", "http://a b", "file:///tmp"})
    void anAddressIsHttp(String text) {
        assertThatThrownBy(() -> settings("endpoint", text))
                .isInstanceOf(BadInputException.class)
                .hasMessage("-Dendpoint=" + text + " is no address; it looks like http://localhost:4566");
    }

    @Test
    void theServiceHasNoOtherAddress() {
        assertThatThrownBy(() -> settings("aws", "true", "endpoint", "http://localhost:1"))
                .hasMessageContaining("leave out -Dendpoint");
    }

    @Test
    void aDatabaseGoesWithAStream() {
        assertThatThrownBy(() -> settings("dynamoDbEndpoint", "http://localhost:1"))
                .hasMessageContaining("give both");
    }

    @Test
    void awsHasNoValue() {
        assertThatThrownBy(() -> settings("aws", "eu-west-1")).hasMessageContaining("-Daws=eu-west-1 means nothing");
    }

    private static Settings settings(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return Settings.from(properties);
    }
}
