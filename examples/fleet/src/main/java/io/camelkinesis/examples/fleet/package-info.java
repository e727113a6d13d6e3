// SPDX-License-Identifier: Apache-2.0
/** Three workers in three JVMs, one of which is killed: {@link io.camelkinesis.examples.fleet.FailOver} is the program. */
package io.camelkinesis.examples.fleet;
