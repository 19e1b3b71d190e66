/**
 * Campaigns: a great many random operations on one engine beside a slow and obvious model of it, a great many by eight
 * threads at once with every block's contents compared, and measurements of memory against their bounds.
 *
 * <p>A campaign is listed, run, graded and kept as a litmus test of one actor is: its samples are operations, and the
 * one state that it must not see is a violation. So nights add up, and "nothing found" always comes with a count.
 */
@NullMarked
package org.allotment.stress.campaign;

import org.jspecify.annotations.NullMarked;
