// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * What headerFilterStrategy keeps back: of this component's headers those that a message is not to get, and those that a
 * producer is not to heed. What a route commits with always passes, and so does the stream that a record came from: without
 * that a copy would go back to where it was read.
 */
final class HeaderFilter {

    private static final Set<String> ALWAYS = Set.of(
            KinesisCheckpointedConstants.CHECKPOINT,
            KinesisCheckpointedConstants.MANUAL_COMMIT,
            KinesisCheckpointedConstants.SOURCE_STREAM);

    private final HeaderFilterStrategy strategy;

    HeaderFilter(HeaderFilterStrategy strategy) {
        this.strategy = strategy;
    }

    /** Keeps nothing back. Camel's default does not pass headers of Camel in 4.22, and so none of this component. */
    static HeaderFilterStrategy ofNothing() {
        DefaultHeaderFilterStrategy strategy = new DefaultHeaderFilterStrategy();
        strategy.setInFilterStartsWith();
        strategy.setOutFilterStartsWith();
        return strategy;
    }

    /** A header as text, null when the message has none or it is not to be heeded. */
    @Nullable
    String heeded(Exchange exchange, Message message, String name) {
        Object value = message.getHeader(name);
        return value == null || strategy.applyFilterToCamelHeaders(name, value, exchange)
                ? null
                : message.getHeader(name, String.class);
    }

    /** Sets a header unless it is not to be had. */
    void set(Exchange exchange, String name, @Nullable Object value) {
        if (value == null || !strategy.applyFilterToExternalHeaders(name, value, exchange)) {
            exchange.getMessage().setHeader(name, value);
        }
    }

    /** Takes back what a new exchange, all of whose headers this component has set, is not to have. */
    void clear(Exchange exchange) {
        exchange.getMessage()
                .getHeaders()
                .entrySet()
                .removeIf(header -> header.getValue() != null
                        && !ALWAYS.contains(header.getKey())
                        && strategy.applyFilterToExternalHeaders(header.getKey(), header.getValue(), exchange));
    }
}
