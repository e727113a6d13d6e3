// SPDX-License-Identifier: Apache-2.0
/** The nouns of the domain: values with verbs, no I/O, no time. */
@NullMarked
package io.camelkinesis.engine.model;

import org.jspecify.annotations.NullMarked;
