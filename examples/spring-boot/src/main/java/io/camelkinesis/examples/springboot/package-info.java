/** A Spring Boot service that makes invoices of orders. */
package io.camelkinesis.examples.springboot;
