// SPDX-License-Identifier: Apache-2.0
/** What every implementation of a port must do, as abstract tests that its own tests extend. For the project's own proofs; changes without notice. */
@NullMarked
package io.camelkinesis.test.contract;

import org.jspecify.annotations.NullMarked;
