// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.kinesislocal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * kinesis-local as installed on this machine: once per user, at the first use, exactly as the lock file says.
 *
 * @param main its program
 * @param certificate the certificate that it reads at its start
 * @param preload what is loaded into node before it
 */
record NpmPackage(Path main, Path certificate, Path preload) {

    private static final String VERSION = "0.6.2";
    private static final long INSTALL_SECONDS = 180;
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "preload.cjs");

    /** A file lock holds between processes, this one between the threads of a process. */
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    /** Finds it, or installs it first. Several JVMs may do so at once: one installs, the others wait for it. */
    static NpmPackage install() throws NodeMissingException {
        return install(cache().resolve(folder()), System.getenv("PATH"));
    }

    /** Versions of the test kit that install something else do so elsewhere, for they may run at the same time. */
    private static String folder() {
        try {
            return "kinesis-local-%s-%08x".formatted(VERSION, contents().hashCode());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path cache() {
        String named = System.getProperty(KinesisLocal.CACHE_PROPERTY);
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".cache", "camel-kinesis-checkpointed-test");
    }

    static NpmPackage install(Path folder, String searchPath) throws NodeMissingException {
        IN_THIS_JVM.lock();
        try {
            Files.createDirectories(folder);
            try (FileChannel file = FileChannel.open(
                            folder.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = file.lock()) {
                return installHolding(held, folder, searchPath);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("kinesis-local could not be installed in " + folder, e);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    private static NpmPackage installHolding(FileLock held, Path folder, String searchPath)
            throws IOException, NodeMissingException {
        if (!held.isValid()) {
            throw new IOException("The lock on " + folder + " is lost");
        }
        Path done = folder.resolve("installed");
        String wanted = contents();
        if (!Files.exists(done) || !Files.readString(done).equals(wanted)) {
            Files.deleteIfExists(done);
            for (String name : FILES) {
                copy(name, folder);
            }
            runNpm(folder, searchPath);
            Files.writeString(done, wanted);
        }
        Path module = folder.resolve("node_modules").resolve("kinesis-local");
        return new NpmPackage(module.resolve("main.js"), module.resolve("server.json"), folder.resolve("preload.cjs"));
    }

    /** All that an installation depends on; another text means that another one is needed. */
    private static String contents() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : FILES) {
            try (InputStream resource = open(name)) {
                text.append(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    private static void copy(String name, Path folder) throws IOException {
        try (InputStream resource = open(name)) {
            Files.copy(resource, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream resource = NpmPackage.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IOException("The test kit lacks its file " + name);
        }
        return resource;
    }

    private static void runNpm(Path folder, String searchPath) throws IOException, NodeMissingException {
        Path npm = Programs.find("npm", searchPath);
        Path log = folder.resolve("npm.log");
        Process process = new ProcessBuilder(
                        npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new NodeMissingException("'npm ci' did not end within " + INSTALL_SECONDS + " s", null);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while npm installed kinesis-local", e);
        }
        if (process.exitValue() != 0) {
            throw new NodeMissingException(
                    "'npm ci' ended with " + process.exitValue() + "; its output is in " + log, null);
        }
    }
}
