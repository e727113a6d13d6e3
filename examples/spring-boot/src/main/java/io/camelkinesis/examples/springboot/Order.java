// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

/**
 * What a customer has bought.
 *
 * @param number of the order, counted for each customer
 * @param customer who pays
 * @param pieces how many
 * @param cents the price of one
 */
public record Order(int number, String customer, int pieces, long cents) {}
