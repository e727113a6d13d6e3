// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.camelkinesis.engine.consume.DeaggregatingReader;
import io.camelkinesis.engine.consume.Delivery;
import io.camelkinesis.engine.consume.RecordSink;
import io.camelkinesis.engine.consume.ShardReader;
import io.camelkinesis.engine.lineage.ShardLister;
import io.camelkinesis.engine.model.StreamId;
import io.camelkinesis.engine.produce.PutEvents;
import io.camelkinesis.engine.produce.StreamWriter;
import io.camelkinesis.engine.runtime.WorkerEvents;
import io.camelkinesis.engine.table.LeaseStore;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between the engine's packages, and what the engine must not touch at all. */
class EngineArchitectureTest {

    private static final String ENGINE = "io.camelkinesis.engine";

    /** What each package may use beside itself; docs/design/0001-engine-packages.md draws it. */
    private static final Map<String, List<String>> MAY_USE = arrows();

    /** Calls by which time, chance and threads would get into the engine past its ports. */
    private static final List<Banned> BANNED = List.of(
            new Banned(System.class, "currentTimeMillis"),
            new Banned(System.class, "nanoTime"),
            new Banned(Instant.class, "now"),
            new Banned(LocalDate.class, "now"),
            new Banned(LocalTime.class, "now"),
            new Banned(LocalDateTime.class, "now"),
            new Banned(OffsetDateTime.class, "now"),
            new Banned(ZonedDateTime.class, "now"),
            new Banned(Date.class, "<init>"),
            new Banned(java.time.Clock.class, "system"),
            new Banned(java.time.Clock.class, "systemUTC"),
            new Banned(java.time.Clock.class, "systemDefaultZone"),
            new Banned(java.time.Clock.class, "tickMillis"),
            new Banned(java.time.Clock.class, "tickSeconds"),
            new Banned(java.time.Clock.class, "tickMinutes"),
            new Banned(Thread.class, "<init>"),
            new Banned(Thread.class, "sleep"),
            new Banned(TimeUnit.class, "sleep"),
            new Banned(LockSupport.class, "parkNanos"),
            new Banned(LockSupport.class, "parkUntil"),
            new Banned(Timer.class, "<init>"),
            new Banned(Executors.class, null),
            new Banned(ForkJoinPool.class, null),
            new Banned(CompletableFuture.class, "delayedExecutor"),
            new Banned(CompletableFuture.class, "orTimeout"),
            new Banned(CompletableFuture.class, "completeOnTimeout"),
            new Banned(CompletableFuture.class, "join"),
            new Banned(CompletableFuture.class, "get"),
            new Banned(Collection.class, "parallelStream"),
            new Banned(UUID.class, "randomUUID"),
            new Banned(Math.class, "random"),
            new Banned(Random.class, "<init>"),
            new Banned(ThreadLocalRandom.class, "current"));

    /** Copies whose iteration order differs from one JVM to the next: a run could not be repeated from its seed. */
    private static final List<Banned> UNORDERED = List.of(
            new Banned(Set.class, "copyOf"),
            new Banned(Map.class, "copyOf"),
            new Banned(Collectors.class, "toUnmodifiableSet"),
            new Banned(Collectors.class, "toUnmodifiableMap"));

    private static final List<Class<?>> PORTS = List.of(
            LeaseStore.class,
            ShardLister.class,
            ShardReader.class,
            RecordSink.class,
            StreamWriter.class,
            WorkerEvents.class,
            PutEvents.class);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ENGINE);

    private static Map<String, List<String>> arrows() {
        Map<String, List<String>> arrows = new LinkedHashMap<>();
        arrows.put("aggregate", List.of());
        arrows.put("model", List.of("aggregate"));
        arrows.put("runtime", List.of("model"));
        arrows.put("table", List.of("runtime", "model"));
        arrows.put("lineage", List.of("runtime", "model"));
        List<String> floor = List.of("table", "lineage", "runtime", "model");
        List<String> records = List.of("table", "lineage", "runtime", "model", "aggregate");
        arrows.put("lease", floor);
        arrows.put("consume", records);
        arrows.put("produce", records);
        arrows.put("worker", List.of("lease", "consume", "produce", "table", "lineage", "runtime", "model"));
        return arrows;
    }

    @Test
    void everyPackageHasItsPlace() {
        Stream<String> packages =
                CLASSES.stream().map(JavaClass::getPackageName).distinct().map(p -> p.substring(ENGINE.length() + 1));
        assertThat(packages).isNotEmpty().isSubsetOf(MAY_USE.keySet());
    }

    @TestFactory
    Stream<DynamicTest> packagesUseOnlyWhatStandsBelow() {
        return MAY_USE.entrySet().stream()
                .filter(e -> CLASSES.containPackage(ENGINE + "." + e.getKey()))
                .map(e -> dynamicTest(
                        e.getKey(), () -> arrow(e.getKey(), e.getValue()).check(CLASSES)));
    }

    private static ArchRule arrow(String name, List<String> mayUse) {
        List<String> allowed = new ArrayList<>(List.of("java..", "org.slf4j..", "org.jspecify.."));
        allowed.add(ENGINE + "." + name + "..");
        mayUse.forEach(used -> allowed.add(ENGINE + "." + used + ".."));
        return ArchRuleDefinition.classes()
                .that(resideInAnyPackage(ENGINE + "." + name + ".."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed.toArray(String[]::new)))
                .because("docs/design/0001-engine-packages.md says which way the dependencies run");
    }

    @Test
    void noFilesNoSocketsNoLocks() {
        noIo().check(CLASSES);
    }

    private static ArchRule noIo() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent.locks.."))
                .because("I/O comes through ports, and a worker runs one serial loop");
    }

    @Test
    void timeChanceAndThreadsComeThroughPorts() {
        noAccess(BANNED)
                .because("Clock, TaskScheduler and RandomGenerator are the ports")
                .check(CLASSES);
    }

    @Test
    void iterationOrderIsTheSameInEveryRun() {
        noAccess(UNORDERED).because("a simulated run repeats from its seed").check(CLASSES);
    }

    @Test
    void portsAreCalledBehindTheirGuardsOnly() {
        guardedPorts().check(CLASSES);
    }

    /** The ports, which may be anybody's: only the guards, that turn what they throw into an answer, call them. */
    private static ArchRule guardedPorts() {
        return noClasses()
                .that()
                .haveSimpleNameNotStartingWith("Guarded")
                // a port itself, whose default methods call the others, and a reader that is a port behind a guard too
                .and()
                .areNotInterfaces()
                .and()
                .areNotAssignableTo(DeaggregatingReader.class)
                .should()
                .accessTargetWhere(describe("is a call of a port, or a reference to its method", call -> PORTS.stream()
                        .anyMatch(port -> call.getTargetOwner().isEquivalentTo(port))))
                .because("a port that throws must stop nothing: call it by its guard, which the contexts hold");
    }

    private static ArchRule noAccess(List<Banned> banned) {
        DescribedPredicate<JavaAccess<?>> hit =
                describe("is one of " + banned, access -> banned.stream().anyMatch(b -> b.matches(access)));
        return noClasses().should().accessTargetWhere(hit);
    }

    @Test
    void theRulesBite() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(noAccess(BANNED).evaluate(offender).getFailureReport().getDetails())
                .hasSize(6);
        assertThat(noAccess(UNORDERED).evaluate(offender).getFailureReport().getDetails())
                .hasSize(1);
        assertThat(guardedPorts().evaluate(offender).getFailureReport().getDetails())
                .hasSize(2);
        assertThat(noIo().evaluate(offender).hasViolation()).isTrue();
        assertThat(arrow("worker", List.of("model")).evaluate(CLASSES).hasViolation())
                .as("the composition root uses more than the model")
                .isTrue();
    }

    /**
     * A method that the engine must not call.
     *
     * @param owner the class, also when it is called through a subclass
     * @param method its name, {@code <init>} for a constructor, null for all
     */
    private record Banned(Class<?> owner, String method) {

        boolean matches(JavaAccess<?> access) {
            return access.getTargetOwner().isAssignableTo(owner)
                    && (method == null || access.getTarget().getName().equals(method));
        }

        @Override
        public String toString() {
            return owner.getSimpleName() + "." + (method == null ? "*" : method);
        }
    }

    /** Does what is forbidden; nobody runs it. */
    @SuppressWarnings({"unused", "UnusedMethod"})
    private static final class Offender {

        private static final class Impatient extends Thread {}

        Object pastTheGuards(LeaseStore store, RecordSink sink, StreamId stream, Delivery delivery) {
            sink.deliver(delivery);
            return store.view(stream);
        }

        Object offend() throws Exception {
            Thread.sleep(System.currentTimeMillis() - Instant.now().toEpochMilli());
            new Impatient().start();
            return Set.copyOf(List.of(
                    UUID.randomUUID(),
                    new java.net.URI("x:y"),
                    CompletableFuture.completedFuture(1).join()));
        }
    }
}
