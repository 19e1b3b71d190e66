/** Bump allocators behind a lock. */
@NullMarked
package org.allotment.stress.bump;

import org.jspecify.annotations.NullMarked;
