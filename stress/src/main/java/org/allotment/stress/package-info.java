/**
 * Litmus tests for every structure of the core that threads share, and the grading of their outcomes.
 *
 * <p>Packages mirror the core's: a test of {@code org.allotment.core.concurrent} is in {@code
 * org.allotment.stress.concurrent}. Where an order of memory accesses is the point, three tests stand together: {@code
 * Model} (the bare protocol), {@code Weakened} (the protocol without its point, which must be seen to fail, {@link
 * org.allotment.stress.MustFail}) and {@code Actual} (the class that users get). A green {@code Actual} beside a
 * {@code Weakened} that never failed would say nothing.
 *
 * <p>Package {@code verdict} holds what outcomes mean, {@code grade} runs jcstress and writes the graded document.
 */
@NullMarked
package org.allotment.stress;

import org.jspecify.annotations.NullMarked;
