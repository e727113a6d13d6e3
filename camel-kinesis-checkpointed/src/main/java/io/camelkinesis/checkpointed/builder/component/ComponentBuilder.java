// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.builder.component;

import org.apache.camel.Component;

/** Camel's own interface under the name where the generated builder looks for it: its own package. */
public interface ComponentBuilder<C extends Component> extends org.apache.camel.builder.component.ComponentBuilder<C> {}
