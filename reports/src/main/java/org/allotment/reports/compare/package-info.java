/**
 * Two sides of one project next to each other: runs, commits or branches. Series are matched by variant, metric and environment
 * class, forks of all runs of a side are pooled, and each pair is told apart by the rule of its metric (docs/statistics.md, section 16).
 */
@NullMarked
package org.allotment.reports.compare;

import org.jspecify.annotations.NullMarked;
