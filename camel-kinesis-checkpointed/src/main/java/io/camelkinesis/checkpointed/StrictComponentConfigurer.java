// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import org.apache.camel.CamelContext;

/** Sets options of the component, whose texts are read strictly. */
final class StrictComponentConfigurer extends KinesisCheckpointedComponentConfigurer {

    @Override
    public boolean configure(CamelContext context, Object component, String name, Object value, boolean ignoreCase) {
        Object read = OptionText.read(name, getOptionType(name, ignoreCase), value);
        return super.configure(context, component, name, read, ignoreCase);
    }
}
