/** Statistics of one series, pure functions over doubles; docs/statistics.md holds the formulas. */
@NullMarked
package org.allotment.reports.stats;

import org.jspecify.annotations.NullMarked;
