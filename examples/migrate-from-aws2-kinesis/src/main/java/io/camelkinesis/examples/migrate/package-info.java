// SPDX-License-Identifier: Apache-2.0
/** The same route with two components: {@link io.camelkinesis.examples.migrate.SideBySide} is the program. */
package io.camelkinesis.examples.migrate;
