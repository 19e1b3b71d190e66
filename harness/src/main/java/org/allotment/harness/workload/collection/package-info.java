/**
 * The four collection benchmarks of the unified allocator crate, over off-heap collections that take their memory from the
 * subject: 3,000,000 numbers pushed one by one, rows of 64 or 520 longs dropped in random order, an ordered map of texts.
 *
 * <p>One run is one whole benchmark: the collection is made, filled and dropped. Every subject stands behind the same
 * {@link org.allotment.harness.workload.collection.SubjectAllocator}, so that the collections see no difference but in
 * time.
 */
@NullMarked
package org.allotment.harness.workload.collection;

import org.jspecify.annotations.NullMarked;
