/**
 * Where in its history a series changed (docs/statistics.md, sections 9 to 14), without a store or a container.
 *
 * <p>A {@link org.allotment.reports.detect.change.Course} is what one series showed in one epoch.
 * {@link org.allotment.reports.detect.change.ChangeSearch} splits it where the order of its values is too lopsided for
 * chance, keeps the splits that the runs around them bear out, and says which of them are changes that were
 * found before. Metrics that repeat themselves to the byte have a rule of their own,
 * {@link org.allotment.reports.detect.change.StillLevels}. The same course and the same known changes give the same answer
 * to the bit.
 */
@NullMarked
package org.allotment.reports.detect.change;

import org.jspecify.annotations.NullMarked;
