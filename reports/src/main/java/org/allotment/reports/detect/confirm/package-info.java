/**
 * The rules of confirmation and bisection, without a store or a container.
 *
 * <p>Base and head were measured in turns on one machine, so a drift of the machine hits both alike.
 * {@link org.allotment.reports.detect.confirm.ConfirmRule} compares them with the fork as the unit, and says that a suspicion
 * is confirmed, that nothing changed, or that it is unclear (docs/statistics.md, section 15).
 * {@link org.allotment.reports.detect.confirm.BisectPlan} halves the range of a confirmed change: each step compares one commit
 * with the base of the range by the same rule. What is unclear or does not build is stepped around, so a search ends with one
 * commit, or with the shortest range that can be told.
 */
@NullMarked
package org.allotment.reports.detect.confirm;

import org.jspecify.annotations.NullMarked;
