/**
 * Benchmarks in which several threads use one allocator. What one benchmark thread does together with helpers of its own
 * counts as one thread; the helper needs a core all the same.
 */
@NullMarked
package org.allotment.harness.bench.concurrent;

import org.jspecify.annotations.NullMarked;
