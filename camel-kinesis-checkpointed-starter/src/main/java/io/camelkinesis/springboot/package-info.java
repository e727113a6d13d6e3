// SPDX-License-Identifier: Apache-2.0
/**
 * The Spring Boot starter: the options of {@code kinesis-cp} from {@code camel.component.kinesis-cp.*}, and clients,
 * credentials, region and endpoint from the beans and properties of the application.
 */
@NullMarked
package io.camelkinesis.springboot;

import org.jspecify.annotations.NullMarked;
