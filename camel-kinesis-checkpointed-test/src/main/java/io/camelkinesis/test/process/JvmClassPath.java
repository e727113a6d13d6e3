// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.process;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The class path a child JVM needs to run a class of this one. Build tools that run a program inside their own JVM give
 * it a class loader of its own, which {@code java.class.path} does not show.
 */
final class JvmClassPath {

    private JvmClassPath() {}

    static String of(Class<?> wanted) {
        Set<String> entries = new LinkedHashSet<>();
        for (ClassLoader loader = wanted.getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                addFiles(urls, entries);
            }
        }
        entries.add(System.getProperty("java.class.path"));
        return String.join(File.pathSeparator, entries);
    }

    private static void addFiles(URLClassLoader loader, Set<String> entries) {
        for (URL url : loader.getURLs()) {
            if ("file".equals(url.getProtocol())) {
                try {
                    entries.add(Path.of(url.toURI()).toString());
                } catch (URISyntaxException e) {
                    throw new IllegalStateException("Not a class path entry: " + url, e);
                }
            }
        }
    }
}
