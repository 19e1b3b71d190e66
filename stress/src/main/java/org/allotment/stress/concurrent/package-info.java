/** Heap locks, locked allocators and the lock-free pool of equal blocks. */
@NullMarked
package org.allotment.stress.concurrent;

import org.jspecify.annotations.NullMarked;
