// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.builder.component;

import org.apache.camel.Component;

/** Camel's own class under the name where the generated builder looks for it: its own package. */
public abstract class AbstractComponentBuilder<C extends Component>
        extends org.apache.camel.builder.component.AbstractComponentBuilder<C> {}
