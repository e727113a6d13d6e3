/** Example: routes in YAML. */
package io.camelkinesis.examples.yaml;
