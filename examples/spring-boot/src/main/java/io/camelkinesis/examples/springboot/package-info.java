// SPDX-License-Identifier: Apache-2.0
/** A Spring Boot service that makes invoices of orders. */
package io.camelkinesis.examples.springboot;
