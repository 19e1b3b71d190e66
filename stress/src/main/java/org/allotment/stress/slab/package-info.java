/** Slab allocators behind a lock. */
@NullMarked
package org.allotment.stress.slab;

import org.jspecify.annotations.NullMarked;
