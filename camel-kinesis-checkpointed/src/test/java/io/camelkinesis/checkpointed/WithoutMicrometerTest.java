// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Where an application has no Micrometer the component consumes and puts, and asks for none of its classes but to see that. */
class WithoutMicrometerTest {

    private static final String COMPONENT = "io.camelkinesis.checkpointed.";

    /** Know nothing of meters, and hold attributes that the AWS SDK allows only once. */
    private static final String ADAPTERS = COMPONENT + "aws.";

    /** Has the component's classes of its own, and none of Micrometer's. */
    private static final class NoMicrometer extends ClassLoader {
        private final Set<String> refused = ConcurrentHashMap.newKeySet();
        private final Set<String> defined = ConcurrentHashMap.newKeySet();

        private NoMicrometer() {
            super(NoMicrometer.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("io.micrometer.")) {
                refused.add(name);
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith(COMPONENT) || name.startsWith(ADAPTERS)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = bytes.readAllBytes();
                defined.add(name);
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Runs in the class loader without Micrometer: how many records were copied. */
    static final class Copy implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            try (RunningRoutes routes = new RunningRoutes()) {
                routes.context().setApplicationContextClassLoader(Copy.class.getClassLoader());
                routes.context().addComponent("kinesis-cp", new KinesisCheckpointedComponent());
                routes.kinesis().createStream("orders", 1);
                routes.kinesis().createStream("copies", 1);
                routes.put("orders", 5);
                routes.start(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(routes.uri("orders")).to("kinesis-cp:copies");
                    }
                });
                routes.awaitCommitted("orders", 5);
                return routes.kinesis().records("copies").size();
            }
        }
    }

    private static Object inside(ClassLoader loader, Callable<?> task) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return task.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void recordsAreConsumedAndPut() throws Exception {
        NoMicrometer loader = new NoMicrometer();
        Class<?> copy = loader.loadClass(Copy.class.getName());
        var constructor = copy.getDeclaredConstructor();
        constructor.setAccessible(true);
        assertThat(inside(loader, (Callable<?>) constructor.newInstance())).isEqualTo(5);
        assertThat(loader.defined)
                .contains(COMPONENT + "KinesisCheckpointedConsumer", COMPONENT + "metrics.Metering")
                .noneMatch(name -> name.startsWith(COMPONENT + "metrics.Micrometer"));
        assertThat(loader.refused).containsExactlyElementsOf(List.of("io.micrometer.core.instrument.MeterRegistry"));
    }
}
