// SPDX-License-Identifier: Apache-2.0
/** The quickstart: records put, consumed with a stop in between, and the proof that each was consumed once. */
package io.camelkinesis.examples.quickstart;
