/** A small application; what there is to see are its tests. */
package io.camelkinesis.examples.testing;
