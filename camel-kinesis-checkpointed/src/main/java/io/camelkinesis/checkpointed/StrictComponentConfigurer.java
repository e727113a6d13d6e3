// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.CamelContext;

/**
 * Sets options of the component, whose texts are read strictly. Before the component starts, a text that is wrong is told when it starts
 * or makes its first endpoint, together with all others; afterwards at once.
 */
final class StrictComponentConfigurer extends KinesisCheckpointedComponentConfigurer {

    @Override
    public boolean configure(CamelContext context, Object target, String name, Object value, boolean ignoreCase) {
        KinesisCheckpointedComponent component = (KinesisCheckpointedComponent) target;
        Object read;
        try {
            read = OptionText.read(name, getOptionType(name, ignoreCase), value);
        } catch (IllegalArgumentException wrong) {
            if (component.isStarted()) {
                throw wrong;
            }
            component.wrongTexts().note(name, wrong.getMessage());
            return true;
        }
        component.wrongTexts().forget(name);
        return super.configure(context, component, name, read, ignoreCase);
    }
}
