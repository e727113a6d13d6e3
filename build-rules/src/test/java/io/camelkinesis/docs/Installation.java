// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A copy of the checkout that was built and installed once for all tests, by the command of the tutorials, into a local
 * repository that shows everything of this build's repository and has this project's artifacts for itself.
 *
 * @param checkout the copy
 * @param repository where its artifacts are
 */
record Installation(Path checkout, Path repository) {

    static final Tutorial TUTORIAL = new Tutorial(Markdown.page("docs/tutorial/spring-boot.md"));

    /** With what the page says an IDE and a release have as well. */
    static final String COMMAND = TUTORIAL.commands().get(0).replaceFirst("install$", "-Prelease install");

    /** Minutes on a slow machine that downloads plug-ins as well. */
    static final Duration BUILD_LIMIT = Duration.ofMinutes(8);

    private static final String OURS = "camelkinesis";

    /** Gives it to tests; skips them, and says so, where builds are to be short. */
    static final class Extension implements ExecutionCondition, ParameterResolver {
        private static final ExtensionContext.Namespace NAMESPACE =
                ExtensionContext.Namespace.create(Installation.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (Boolean.getBoolean("proofs.full")) {
                return ConditionEvaluationResult.enabled("-Dproofs.full=true");
            }
            String reason =
                    context.getRequiredTestClass().getSimpleName() + " builds and installs the project, which takes"
                            + " minutes: 'scripts/show ecosystem' and 'scripts/show stack' run them, and -Dproofs.full=true";
            System.out.println("NOT RUN: " + reason);
            return ConditionEvaluationResult.disabled(reason);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Installation.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(Installation.class, type -> make(), Installation.class);
        }
    }

    /** One for all test JVMs, made anew only when a file of the checkout has changed. */
    private static Installation make() {
        Path directory = Path.of("target", "installation").toAbsolutePath();
        Installation installation = new Installation(directory.resolve("checkout"), directory.resolve("repository"));
        try (FileChannel channel = FileChannel.open(
                        Path.of("target", "installation.lock"), Set.of(CREATE, StandardOpenOption.WRITE));
                FileLock alone = channel.lock()) {
            String state = CheckoutCopy.of(Markdown.ROOT)
                            .only(Installation::isInstalled)
                            .state()
                    + COMMAND;
            Path made = directory.resolve("made-of");
            if (!Files.exists(made) || !Files.readString(made).equals(state)) {
                delete(directory);
                repositoryIn(installation.repository());
                CheckoutCopy.of(Markdown.ROOT).into(installation.checkout());
                installation.use(installation.checkout());
                try (Terminal install = Terminal.run(installation.checkout(), Map.of(), COMMAND)) {
                    install.awaitSuccess(BUILD_LIMIT);
                }
                Files.writeString(made, state);
            }
            return installation;
        } catch (Exception e) {
            throw new IllegalStateException("The project could not be installed", e);
        }
    }

    /** Whether what is installed changes with this file. */
    private static boolean isInstalled(String name) {
        return Stream.of("build-rules/", "docs/", "scripts/", "examples/", "benchmarks/")
                .noneMatch(name::startsWith);
    }

    /** Links to what this build's local repository has, apart from this project's own group. */
    private static void repositoryIn(Path repository) throws IOException {
        String local =
                Objects.requireNonNull(System.getProperty("localRepository"), "Surefire names the local repository");
        Path io = Files.createDirectories(repository.resolve("io"));
        linkAll(Path.of(local), repository, "io");
        linkAll(Path.of(local, "io"), io, OURS);
    }

    private static void linkAll(Path from, Path to, String except) throws IOException {
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().toString().equals(except)) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    /** Makes Maven use this repository in a directory. */
    void use(Path directory) throws IOException {
        Path options = directory.resolve(".mvn/maven.config");
        Files.createDirectories(options.getParent());
        Files.writeString(options, "\n-B\n-Dmaven.repo.local=" + repository + "\n", CREATE, StandardOpenOption.APPEND);
    }

    /** Names of the modules that were installed. */
    List<String> modules() throws IOException {
        try (Stream<Path> modules = Files.list(repository.resolve("io").resolve(OURS))) {
            return modules.map(module -> module.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.sorted((one, other) -> other.compareTo(one)).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
