// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation.mutant;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The engine and the test kit with one bug planted: the changed file is compiled into a folder of its own, and a class loader
 * that looks there first loads both modules anew.
 */
final class MutantClasses extends URLClassLoader {

    private static final String OURS = "io.camelkinesis.";

    private MutantClasses(List<URL> urls) {
        super(urls.toArray(new URL[0]), MutantClasses.class.getClassLoader());
    }

    /**
     * @param mutant the bug
     * @param folder an empty folder for the changed classes
     */
    static MutantClasses compile(Mutant mutant, Path folder) throws IOException {
        Path changed = folder.resolve("source").resolve(Path.of(mutant.source()).getFileName());
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, planted(mutant), UTF_8);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        List<String> options = List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean compiled = compiler.getTask(
                        output,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, UTF_8).getJavaFileObjects(changed))
                .call();
        if (!compiled) {
            throw new IllegalStateException("The mutant '" + mutant + "' does not compile:\n" + output);
        }
        List<URL> urls = new ArrayList<>();
        urls.add(classes.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new MutantClasses(urls);
    }

    /** The source with the bug in it. */
    static String planted(Mutant mutant) throws IOException {
        Path source = sourceRoots()
                .map(root -> root.resolve(mutant.source()))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No source " + mutant.source()));
        String text = Files.readString(source, UTF_8);
        int at = text.indexOf(mutant.original());
        if (at < 0 || text.indexOf(mutant.original(), at + 1) >= 0) {
            throw new IllegalStateException(
                    "'" + mutant.original() + "' does not occur exactly once in " + mutant.source());
        }
        return text.replace(mutant.original(), mutant.planted());
    }

    private static Stream<Path> sourceRoots() {
        Path module = Path.of("").toAbsolutePath();
        return Stream.of(
                module.resolve("src/main/java"),
                module.resolveSibling("camel-kinesis-checkpointed-engine").resolve("src/main/java"));
    }

    /** Runs seeds in the changed world: what broke first, empty when nothing did. */
    String firstBroken(long firstSeed, long seeds) {
        return firstBroken("io.camelkinesis.test.simulation.SeedRange", firstSeed, seeds);
    }

    /** The same by the method of this name of another class. */
    String firstBroken(String runner, long firstSeed, long seeds) {
        try {
            return (String) loadClass(runner)
                    .getMethod("firstBroken", long.class, long.class)
                    .invoke(null, firstSeed, seeds);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
