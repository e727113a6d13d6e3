// SPDX-License-Identifier: Apache-2.0
/** Totals of orders in DynamoDB that count each order exactly once, while the processes that count are killed. */
package io.camelkinesis.examples.exactlyonce;
