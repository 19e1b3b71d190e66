/**
 * Adaptors, both ways: allocators in the JDK's own terms, foreign heaps as allocators, and handles that several own.
 *
 * <h2>Ours as the JDK's</h2>
 *
 * <p>{@link org.allotment.core.adapt.SegmentView} is a {@code SegmentAllocator} with a free: segments are bounded but
 * live for ever, and a freed one may be handed out again. {@link org.allotment.core.adapt.ArenaView} is an {@code
 * Arena}: segments are zeroed and die at its close, which is when blocks go back. An allocator that reuses blocks is
 * not itself an {@code Arena}, since that promises that segments never overlap; so single frees and dying segments
 * exclude each other.
 *
 * {@snippet :
 * // example begins
 * try (SlabAllocator slab = SlabAllocator.checked(MemoryMapSource.create())) {
 *     try (ArenaView arena = ArenaView.confined(slab)) {
 *         MemorySegment request = arena.allocateFrom("GET /"); // zeroed, dead after close
 *         assert request.getString(0).equals("GET /");
 *     } // everything back in the slab
 *     SegmentView view = SegmentView.of(slab);
 *     MemorySegment segment = view.allocate(100, 64);
 *     segment = view.resize(segment, 1_000, 64, Movement.MAY_MOVE);
 *     view.free(segment);
 *     assert slab.statistics().liveBlocks() == 0;
 * }
 * // example ends
 * }
 *
 * <h2>Others as ours</h2>
 *
 * <p>{@link org.allotment.core.adapt.NativeAllocator} is the C library's heap with a table of its live blocks;
 * {@link org.allotment.core.adapt.TrustingNativeAllocator} the same without the table, for comparisons. {@link
 * org.allotment.core.adapt.SegmentBackedAllocator} is any {@code SegmentAllocator}. None of these heaps could tell a
 * bad free by itself: the table can, at about the price of a hash look-up.
 *
 * {@snippet :
 * // example begins
 * NativeHeap libc = NativeHeap.system().orElseThrow();
 * try (NativeAllocator heap = NativeAllocator.checked(libc, 1 << 20)) { // at most 1 MiB
 *     long address = heap.allocateZeroed(100, 8);
 *     address = heap.grow(address, 100, 200, 4_096, Movement.MAY_MOVE); // realloc could not align it
 *     heap.free(address);
 * }
 * // example ends
 * }
 *
 * <h2>Handles</h2>
 *
 * <p>{@link org.allotment.core.adapt.AllocatorHandle} counts who uses an allocator: the last one that closes its handle
 * closes the allocator, and the arena it lives in if one was tied to it. Confined handles check their thread, shared
 * ones take a lock.
 *
 * {@snippet :
 * // example begins
 * SlabAllocator slab = SlabAllocator.checkedWithoutOwner(MemoryMapSource.create());
 * SizeAwareHandle first = SizeAwareHandle.shared(slab, new SpinLock());
 * try (SizeAwareHandle second = first.share()) {
 *     first.close();
 *     second.free(second.allocate(64, 8)); // still open
 * } // now the slab is closed
 * // example ends
 * }
 *
 * <h2>Zero bytes</h2>
 *
 * <p>Addresses of blocks are never of zero bytes: {@code Allocator} refuses the size. Views of the JDK's kind must not:
 * they answer with a segment of no bytes at the address that equals the alignment. It takes nothing from the allocator,
 * and freeing it does nothing and asks nobody.
 *
 * <h2>Threads</h2>
 *
 * <p>An adaptor may be used by the threads that may use what lies below, one at a time, unless it says more.
 */
package org.allotment.core.adapt;
