// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.test.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a {@code String} parameter of a test: the name of a stream that was created for this test. */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface FreshStream {

    /** Its number of shards. */
    int shards() default 1;
}
