// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** For a native image: what Camel finds of this component by name, and the metadata from which properties are read. */
final class StarterHints implements RuntimeHintsRegistrar {

    private static final String OF_CAMEL = "META-INF/services/org/apache/camel/";

    /** Each names a class in the property {@code class}. */
    static final List<String> FOUND_BY_NAME = List.of(
            OF_CAMEL + "component/kinesis-cp",
            OF_CAMEL + "configurer/kinesis-cp-component",
            OF_CAMEL + "configurer/kinesis-cp-endpoint",
            OF_CAMEL + "configurer/io.camelkinesis.checkpointed.KinesisCheckpointedConfiguration",
            OF_CAMEL + "urifactory/kinesis-cp-endpoint",
            OF_CAMEL + "dev-console/kinesis-cp");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classes) {
        hints.resources().registerPattern(OptionProperties.JSON.substring(1));
        FOUND_BY_NAME.forEach(name -> {
            hints.resources().registerPattern(name);
            hints.reflection()
                    .registerType(TypeReference.of(className(name)), MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
        });
    }

    private static String className(String service) {
        Properties properties = new Properties();
        try (InputStream file = OptionProperties.class.getResourceAsStream("/" + service)) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(service, e);
        }
        return properties.getProperty("class");
    }
}
