/**
 * Benchmarks of virtual threads and of contexts: what an allocation costs there, and what it costs to say where allocations
 * go.
 */
@NullMarked
package org.allotment.harness.bench.context;

import org.jspecify.annotations.NullMarked;
