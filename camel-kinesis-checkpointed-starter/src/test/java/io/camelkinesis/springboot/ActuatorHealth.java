// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.springboot;

import org.springframework.context.ApplicationContext;
import org.springframework.util.ReflectionUtils;

/** The health endpoint of the Actuator, whose classes Spring Boot 3 and Spring Boot 4 have in different packages. */
record ActuatorHealth(Object endpoint) {

    static ActuatorHealth of(ApplicationContext application) {
        return new ActuatorHealth(application.getBean("healthEndpoint"));
    }

    /** For example UP. */
    String status(String... path) {
        return String.valueOf(call(at(path), "getStatus"));
    }

    /** What the indicator at this path tells beside its status. */
    String details(String... path) {
        return String.valueOf(call(at(path), "getDetails"));
    }

    private Object at(String... path) {
        return ReflectionUtils.invokeMethod(
                ReflectionUtils.findMethod(endpoint.getClass(), "healthForPath", String[].class), endpoint, (Object)
                        path);
    }

    private static Object call(Object target, String method) {
        return ReflectionUtils.invokeMethod(ReflectionUtils.findMethod(target.getClass(), method), target);
    }
}
