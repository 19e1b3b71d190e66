/** Benchmarks of decorators: an allocator alone, and behind what counts or limits. */
@NullMarked
package org.allotment.harness.bench.guard;

import org.jspecify.annotations.NullMarked;
