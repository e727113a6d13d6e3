// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the engine shows to the next layer, held against a list: a type becomes public by decision, not by the way.
 *
 * <p>{@code -Dapi.update} writes the list anew.
 */
class EngineApiTest {

    private static final Path LIST = Path.of("src/test/resources/public-api.txt");

    @Test
    void publicTypesAreTheOnesOfTheList() throws IOException {
        List<String> found = publicTypes();
        if (System.getProperty("api.update") != null) {
            Files.write(LIST, found);
        }
        assertThat(found)
                .as("public types of the engine; make the new one package-private, or add it to %s", LIST)
                .isNotEmpty()
                .containsExactlyElementsOf(Files.readAllLines(LIST));
    }

    private static List<String> publicTypes() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.camelkinesis.engine")
                        .stream()
                        .filter(EngineApiTest::isVisible)
                        .filter(type -> !type.getSimpleName().equals("package-info"))
                        .map(JavaClass::getName)
                        .sorted()
                        .toList();
    }

    private static boolean isVisible(JavaClass type) {
        Optional<JavaClass> outer = type.getEnclosingClass();
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && outer.map(EngineApiTest::isVisible).orElse(true);
    }
}
