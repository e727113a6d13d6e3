// SPDX-License-Identifier: Apache-2.0
/** A command line over the lease table: looks at positions, and moves them while nobody is at work. */
package io.camelkinesis.tools;
