/**
 * Blocks that are mappings of their own: alone, or above a threshold of another allocator.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>mapping</em> is one piece of a {@link org.allotment.core.source.MemoryMapSource}. A <em>page</em> here is
 * that source's unit: a page of the system, or a huge one if the source wishes for huge pages. The <em>threshold</em>
 * is the largest size that the inner allocator of an {@link org.allotment.core.mapped.OversizeAllocator} serves.
 *
 * <h2>Picture</h2>
 *
 * <p>A table after three blocks of 5,000, 100,000 and 4,096 bytes, pages of 4 KiB. It lives on the Java heap, so a block
 * has no header and keeps the alignment of a page:
 *
 * <pre>
 * index   start      size
 *   0     0x7f1000    8,192    5,000 requested
 *   1     0x7f8000    4,096
 *   2     0x800000  102,400    100,000 requested
 * live = source = 114,688 bytes, 3 blocks
 * </pre>
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>I1: starts rise, and each mapping ends at or before the start of the next.
 *   <li>I2: sizes are whole pages, above 0.
 *   <li>I3: the sum kept is the sum of the sizes, and each entry is a piece that the source has out.
 * </ul>
 *
 * <p>Every byte of a block counts as live, as the allocator rounds it; nothing is free, lost or in band.
 *
 * <h2>What it costs</h2>
 *
 * <p>Two system calls to allocate (reserve and commit), one to free, and the zeroing of each page at its first touch.
 * Growing moves page tables, not bytes, when the alignment is at most a page and no wish is in the way. So it pays for
 * blocks of many pages, and for those that are to go back to the system at once.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>{@code MemoryMapAllocator}, promised by context-allocator; the fall-back for requests that its thread-local
 * allocators are too small for; {@code oversize_threshold} of jemalloc. Kept from the first: reallocation by {@code
 * mremap}. New: alignments above a page, growth in place, sizes looked at, and one set of figures.
 */
package org.allotment.core.mapped;
