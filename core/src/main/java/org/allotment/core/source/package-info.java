/**
 * Memory sources: where allocators take large pieces from.
 *
 * <p>A {@link org.allotment.core.source.MemorySource} deals in <em>pieces</em>, whole address ranges rounded to its
 * <em>granularity</em>; it answers {@link org.allotment.core.source.MemorySource#NONE} when it has nothing.
 * {@link org.allotment.core.source.MemoryMapSource} asks the operating system;
 * {@link org.allotment.core.source.RegionSource} divides a region that it was given.
 */
package org.allotment.core.source;
