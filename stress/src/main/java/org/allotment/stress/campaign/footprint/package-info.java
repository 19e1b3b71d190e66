/**
 * How much memory a process has while it works, and after.
 *
 * <p>Each measurement is a process of its own, with a Java heap that is resident from the start, so that what changes is
 * what the allocator took and gave back, the compiler's code and little else. What it measured it prints as {@code
 * name=value}; who started it judges.
 */
@NullMarked
package org.allotment.stress.campaign.footprint;

import org.jspecify.annotations.NullMarked;
