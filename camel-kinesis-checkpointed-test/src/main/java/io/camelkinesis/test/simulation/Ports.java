// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.simulation;

import io.camelkinesis.engine.runtime.WorkerEvents;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Ports in front of which somebody stands who sees each call of each method. */
final class Ports {

    private Ports() {}

    /** Who stands there. */
    @FunctionalInterface
    interface Doorkeeper {
        /**
         * A method is about to be called; may throw.
         *
         * @return whether it is called; if not, null is the answer
         */
        boolean lets(Method method);
    }

    /** The same port, behind the doorkeeper. An event is told before the doorkeeper is asked: whoever watches misses none. */
    static <T> T behind(Class<T> port, T real, Doorkeeper door) {
        Object proxy = Proxy.newProxyInstance(
                Ports.class.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return invoke(real, method, arguments);
                    }
                    if (port == WorkerEvents.class) {
                        Object told = invoke(real, method, arguments);
                        door.lets(method);
                        return told;
                    }
                    return door.lets(method) ? invoke(real, method, arguments) : null;
                });
        return port.cast(proxy);
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
