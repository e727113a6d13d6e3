// SPDX-License-Identifier: Apache-2.0
/** Example: routes in YAML. */
package io.camelkinesis.examples.yaml;
