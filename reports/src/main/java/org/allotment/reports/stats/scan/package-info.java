/**
 * The search for the moment at which a series changed, pure functions over doubles; docs/statistics.md, sections 9 to 12,
 * holds the formulas. Nothing here draws a random number or depends on an order that is not given: the same doubles give
 * the same doubles.
 */
@NullMarked
package org.allotment.reports.stats.scan;

import org.jspecify.annotations.NullMarked;
