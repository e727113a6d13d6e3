// SPDX-License-Identifier: Apache-2.0
/** A Quarkus application that ships orders. */
package io.camelkinesis.examples.quarkus;
