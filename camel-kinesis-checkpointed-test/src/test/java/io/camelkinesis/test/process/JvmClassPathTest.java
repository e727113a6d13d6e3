// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JvmClassPathTest {

    @Test
    void theClassPathOfAJvmThatRunsInABuildToolIsFound() throws Exception {
        Path jar = Files.createTempDirectory("classpath").toAbsolutePath();
        URL classes = JvmClassPath.class.getProtectionDomain().getCodeSource().getLocation();
        try (var loader = new URLClassLoader(new URL[] {jar.toUri().toURL(), classes}, null)) {
            Class<?> elsewhere = loader.loadClass(JvmClassPath.class.getName());
            assertThat(elsewhere.getClassLoader()).isSameAs(loader);
            assertThat(JvmClassPath.of(elsewhere)).startsWith(jar.toString());
        } finally {
            Files.delete(jar);
        }
    }
}
