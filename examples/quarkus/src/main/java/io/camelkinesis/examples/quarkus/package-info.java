/** A Quarkus application that ships orders. */
package io.camelkinesis.examples.quarkus;
