// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.builder.RouteBuilder;

/**
 * A route after {@code from(kinesis-cp)}, and what becomes of the checkpoint of a record that goes through it.
 *
 * @param name what it is, as the documentation has it
 * @param outcome what becomes of the checkpoint
 * @param routes makes the route, and others that it calls
 */
record EipCase(String name, Outcome outcome, Routes routes) {

    enum Outcome {
        COMMITTED("committed"),
        NOT_COMMITTED("not committed, delivered again"),
        NEVER_DONE("never done: neither committed nor delivered again");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    @FunctionalInterface
    interface Routes {
        /** @param from URI of the consumer */
        void configure(RouteBuilder routes, String from) throws Exception;
    }

    /** The route builder of this case for one consumer. */
    RouteBuilder from(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() throws Exception {
                routes.configure(this, uri);
            }
        };
    }

    @Override
    public String toString() {
        return name;
    }
}
