// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The service. */
@SpringBootApplication
public class Billing {

    public static void main(String[] args) {
        SpringApplication.run(Billing.class, args);
    }
}
