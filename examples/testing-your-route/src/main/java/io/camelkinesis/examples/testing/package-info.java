// SPDX-License-Identifier: Apache-2.0
/** A small application; what there is to see are its tests. */
package io.camelkinesis.examples.testing;
