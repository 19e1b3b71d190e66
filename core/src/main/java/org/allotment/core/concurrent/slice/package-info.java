/**
 * Slices: the currency that heaps deal in with each other and with the system.
 *
 * <h2>Vocabulary</h2>
 *
 * <p>A <em>slice</em> has 16 KiB and begins at a multiple of that, so that it is one granule of the page map and has one
 * owner. A <em>chunk</em> is a piece of the memory source, of at most 256 slices, 4 MiB. A <em>run</em> is slices side by
 * side in one chunk. A slice is <em>taken</em> or free; a free one is <em>dirty</em> from when it is given back until it
 * is <em>purged</em>, which means that its contents were dropped and the system has the memory again, while the
 * addresses stay ours. {@link org.allotment.core.concurrent.slice.SizeClasses} says what blocks pages of slices are cut
 * into.
 *
 * <h2>Picture</h2>
 *
 * <pre>
 * chunk       base 0x7F0000000000, 256 slices
 * free        0 0 0 0 1 0 1 1 …      a page of 4 slices, a free slice, a page of 1
 * dirty       0 0 0 0 1 0 1 0 …      slices 4 and 6 were used before
 * </pre>
 *
 * <p>A run of n is found by the word arithmetic of {@link org.allotment.core.bits.BitRange}. Dirty slices serve first, so
 * that what the system gave is used before it is asked again, and low ones before high, so that chunks at the top fall
 * free.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>D1: chunks are sorted by address and disjoint.
 *   <li>D2: chunks begin at multiples of a slice.
 *   <li>D3: dirty slices are free, no slice lies behind the end of its chunk, and both kinds are counted.
 *   <li>D4: chunks add up to the bytes taken from the source, and to the number of dirty slices.
 *   <li>D5: no chunk before the first that is looked at has a free slice.
 * </ul>
 *
 * <h2>Purging</h2>
 *
 * <p>A purge is a system call of some tens of microseconds and must not be made under the lock that heaps wait for. So
 * the purger <em>claims</em> a run, which makes it taken for that time, drops its contents, and gives it back clean. Who
 * is short of memory meanwhile takes other slices. A chunk is looked at when its first dirty slice has waited for the
 * delay; all of its dirty slices go then, the youngest a little early.
 *
 * <h2>Where it comes from</h2>
 *
 * <p>Segments and slices are mimalloc's (D. Leijen, B. Zorn, L. de Moura, "Mimalloc: free list sharding in action", 2019);
 * purging after a delay with the addresses kept is its and jemalloc's (J. Evans, BSDCan 2006). Bits in Java arrays instead of headers in
 * the chunks are ours: nothing is touched to find out that it is free.
 */
package org.allotment.core.concurrent.slice;
