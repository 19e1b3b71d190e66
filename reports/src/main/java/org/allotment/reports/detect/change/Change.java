package org.allotment.reports.detect.change;

import org.allotment.reports.stats.Interval;

/**
 * One change of a course.
 *
 * @param knownId   of the {@link Known} that it is, 0 for a new one
 * @param index     the first run behind it
 * @param low       the change lies in front of none earlier than this run …
 * @param high      … and none later than this
 * @param worse     its direction
 * @param ratio     cost behind over cost before, above 1 is worse; NaN where a level is not positive
 * @param pValue    of the two levels next to it; NaN for a deterministic metric, which has no test
 * @param confirmed whether enough runs have borne it out
 */
public record Change(
        long knownId, int index, int low, int high, boolean worse, Interval ratio, double pValue, boolean confirmed) {
    Change known(long id) {
        return new Change(id, index, low, high, worse, ratio, pValue, confirmed);
    }
}
