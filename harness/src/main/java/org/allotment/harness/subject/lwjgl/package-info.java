/** The allocators that LWJGL ships: jemalloc, rpmalloc and its default behind {@code MemoryUtil}. */
@NullMarked
package org.allotment.harness.subject.lwjgl;

import org.jspecify.annotations.NullMarked;
