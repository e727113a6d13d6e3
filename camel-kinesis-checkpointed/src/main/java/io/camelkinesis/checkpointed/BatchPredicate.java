// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.jspecify.annotations.Nullable;

/** What the option batchPredicate may be. */
final class BatchPredicate {

    private BatchPredicate() {}

    /**
     * The predicate that an option's value stands for.
     *
     * @param value a predicate, an expression, or a text in the simple language; null: none
     * @throws IllegalArgumentException if it is something else
     * @throws org.apache.camel.RuntimeCamelException if the text cannot be parsed
     */
    static @Nullable Predicate resolve(@Nullable Object value, CamelContext context) {
        if (value == null) {
            return null;
        }
        Predicate predicate;
        if (value instanceof Predicate given) {
            predicate = given;
        } else if (value instanceof Expression expression) {
            predicate = ExpressionToPredicateAdapter.toPredicate(expression);
        } else if (value instanceof String text) {
            predicate = context.resolveLanguage("simple").createPredicate(text);
        } else {
            throw new IllegalArgumentException("must be a text in the simple language, or a bean that is a Predicate or"
                    + " an Expression, not a " + value.getClass().getName());
        }
        predicate.initPredicate(context);
        return predicate;
    }
}
