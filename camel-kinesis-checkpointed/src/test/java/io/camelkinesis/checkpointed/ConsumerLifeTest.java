// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelkinesis.checkpointed.ConsumerLife.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.camel.support.service.BaseService;
import org.junit.jupiter.api.Test;

/** Camel's calls of the life cycle, in any order, on Camel's own base of services: never two runs. */
class ConsumerLifeTest {

    private static final Duration DRAIN = Duration.ofSeconds(30);

    private enum Call {
        START,
        SUSPEND,
        RESUME,
        STOP,
        SHUTDOWN,
        SHUTDOWN_BEGINS,
        STOP_BEGINS,
        DRAIN_ENDS,
        SHUTDOWN_PREPARED,
        GIVE_UP,
        FAILING_START
    }

    private static final class Recorded implements ConsumerLife.Run {
        boolean paused;
        boolean givenUp;
        Duration stoppedWith;
        Long beginUntil;
        Long giveBackAt;
        boolean givenBack;

        @Override
        public void settleUntil(long nanoTime) {
            pause();
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            assertThat(givenUp).as("a run that was given up is not resumed").isFalse();
            paused = false;
        }

        @Override
        public void beginUntil(long nanoTime) {
            beginUntil = nanoTime;
        }

        @Override
        public boolean beginAgain() {
            if (givenBack) {
                return false;
            }
            beginUntil = null;
            giveBackAt = null;
            return true;
        }

        @Override
        public void giveBackAt(long nanoTime) {
            giveBackAt = nanoTime;
        }

        @Override
        public void giveUp() {
            givenUp = true;
        }

        @Override
        public void stop(Duration drain) {
            assertThat(stoppedWith).as("a run is stopped once").isNull();
            stoppedWith = drain;
        }
    }

    /** As the consumer hands them on. */
    private static final class Service extends BaseService {
        long nanos;
        final ConsumerLife<Recorded> life = new ConsumerLife<>(this::begin, () -> nanos);
        final List<Recorded> runs = new ArrayList<>();
        final Set<State> entered = new HashSet<>();
        boolean failing;

        @Override
        protected void doStart() throws Exception {
            life.read();
        }

        private Recorded begin() {
            if (failing) {
                throw new IllegalStateException("the table does not answer");
            }
            Recorded run = new Recorded();
            runs.add(run);
            return run;
        }

        @Override
        protected void doSuspend() {
            life.suspend();
        }

        @Override
        protected void doResume() throws Exception {
            life.read();
        }

        @Override
        protected void doStop() {
            life.stop(DRAIN);
        }

        void make(Call call) {
            try {
                switch (call) {
                    case START -> start();
                    case SUSPEND -> suspend();
                    case RESUME -> resume();
                    case STOP -> stop();
                    case SHUTDOWN -> shutdown();
                    case SHUTDOWN_BEGINS -> life.shutdownBegins(DRAIN);
                    case STOP_BEGINS -> life.stopBegins();
                    case DRAIN_ENDS ->
                        runs.stream()
                                .filter(run -> run.stoppedWith == null && run.giveBackAt != null)
                                .forEach(run -> run.givenBack = true);
                    case SHUTDOWN_PREPARED -> life.shutdownPrepared(false);
                    case GIVE_UP -> life.giveUp();
                    case FAILING_START -> {
                        failing = true;
                        start();
                    }
                }
            } catch (RuntimeException expected) {
                assertThat(failing).isTrue();
            } finally {
                failing = false;
            }
            check(call);
        }

        private void check(Call call) {
            entered.add(life.state());
            List<Recorded> live =
                    runs.stream().filter(run -> run.stoppedWith == null).toList();
            assertThat(live).as("runs after %s", call).hasSizeLessThanOrEqualTo(1);
            assertThat(life.run()).isEqualTo(live.isEmpty() ? null : live.get(0));
            assertThat(life.state() == State.STOPPED).isEqualTo(live.isEmpty());
            live.forEach(run -> assertThat(run.paused).isEqualTo(life.state() == State.SUSPENDED));
            if (isStarted()) {
                assertThat(life.state()).isEqualTo(State.READING);
            }
            if (isStopped()) {
                assertThat(live).as("runs after %s", call).isEmpty();
            }
        }
    }

    @Test
    void everyPairOfCallsLeavesAtMostOneRun() {
        Set<State> entered = new HashSet<>();
        for (Call before : Call.values()) {
            for (Call first : Call.values()) {
                for (Call second : Call.values()) {
                    Service service = new Service();
                    List.of(Call.START, before, first, second, Call.START, Call.STOP)
                            .forEach(service::make);
                    assertThat(service.runs).allMatch(run -> run.stoppedWith != null);
                    entered.addAll(service.entered);
                }
            }
        }
        assertThat(entered).containsExactlyInAnyOrder(State.values());
    }

    @Test
    void everySequenceOfCallsLeavesAtMostOneRun() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            Service service = new Service();
            for (int i = 0; i < 30; i++) {
                service.make(Call.values()[random.nextInt(Call.values().length)]);
            }
            service.make(Call.SHUTDOWN);
        }
    }

    @Test
    void everyMoveIsTaken() {
        Map<State, Set<State>> taken = new HashMap<>();
        Random random = new Random(1);
        Service service = new Service();
        for (int i = 0; i < 1_000; i++) {
            State from = service.life.state();
            Call call =
                    List.of(Call.START, Call.SUSPEND, Call.RESUME, Call.STOP).get(random.nextInt(4));
            service.make(call);
            if (service.life.state() != from) {
                taken.computeIfAbsent(from, any -> new HashSet<>()).add(service.life.state());
            }
        }
        assertThat(taken).isEqualTo(ConsumerLife.MOVES);
    }

    @Test
    void aStartWhileSuspendedResumesTheOneRun() {
        Service service = new Service();
        service.start();
        service.suspend();
        service.start();
        assertThat(service.runs).hasSize(1);
        assertThat(service.runs.get(0).paused).isFalse();
    }

    @Test
    void aStartAfterAFailedOneBeginsARun() {
        Service service = new Service();
        service.failing = true;
        assertThatThrownBy(service::start).hasMessageContaining("the table does not answer");
        service.failing = false;
        service.start();
        assertThat(service.runs).hasSize(1);
        assertThat(service.life.state()).isEqualTo(State.READING);
    }

    @Test
    void aStopInTheMiddleOfAShutdownIsForced() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.stop();
        assertThat(service.runs.get(0).givenUp).isTrue();
        assertThat(service.runs.get(0).stoppedWith).isZero();
    }

    @Test
    void aStopAfterAShutdownThatWaitedIsNotForced() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.life.shutdownPrepared(false);
        service.stop();
        assertThat(service.runs.get(0).givenUp).isFalse();
        assertThat(service.runs.get(0).stoppedWith).isEqualTo(DRAIN);
    }

    @Test
    void aStopAfterAnAbortedShutdownIsNotForced() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.start();
        service.stop();
        assertThat(service.runs).hasSize(1);
        assertThat(service.runs.get(0).stoppedWith).isEqualTo(DRAIN);
    }

    @Test
    void aRunThatWasGivenUpIsReplacedByTheNextStart() {
        Service service = new Service();
        service.start();
        service.life.giveUp();
        service.suspend();
        service.start();
        assertThat(service.runs).hasSize(2);
        assertThat(service.runs.get(0).stoppedWith).isZero();
    }

    @Test
    void leasesAreGivenBackWhenTheDrainOfAStopIsOver() {
        Service service = new Service();
        service.start();
        service.life.stopBegins();
        assertThat(service.runs.get(0).giveBackAt).as("no shutdown has begun").isNull();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        assertThat(service.runs.get(0).giveBackAt).as("it may be a suspension").isNull();
        service.life.stopBegins();
        assertThat(service.runs.get(0).giveBackAt).isEqualTo(DRAIN.toNanos());
    }

    @Test
    void anAbortedStopWhoseLeasesAreGivenBackIsFollowedByANewRun() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.life.stopBegins();
        service.runs.get(0).givenBack = true;
        service.start();
        assertThat(service.runs).hasSize(2);
        assertThat(service.runs.get(0).stoppedWith).isZero();
        assertThat(service.life.state()).isEqualTo(State.READING);
    }

    @Test
    void theDrainBeginsWithTheShutdown() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        assertThat(service.runs.get(0).beginUntil).isEqualTo(DRAIN.toNanos());
        service.nanos = Duration.ofSeconds(20).toNanos();
        service.life.shutdownPrepared(false);
        service.stop();
        assertThat(service.runs.get(0).stoppedWith).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void nothingIsWaitedForWhenTheShutdownHasTakenTheWholeDrain() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.nanos = Duration.ofSeconds(31).toNanos();
        service.life.shutdownPrepared(false);
        service.stop();
        assertThat(service.runs.get(0).stoppedWith).isZero();
    }

    @Test
    void aRouteThatWasSuspendedHasTheWholeDrainWhenItIsStopped() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.life.shutdownPrepared(true);
        service.nanos = Duration.ofHours(1).toNanos();
        service.stop();
        assertThat(service.runs.get(0).stoppedWith).isEqualTo(DRAIN);
    }

    @Test
    void afterAResumeRecordsEnterTheRouteAgain() {
        Service service = new Service();
        service.start();
        service.life.shutdownBegins(DRAIN);
        service.suspend();
        service.resume();
        assertThat(service.runs.get(0).beginUntil).isNull();
    }
}
