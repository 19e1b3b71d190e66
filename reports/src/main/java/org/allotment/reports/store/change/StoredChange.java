package org.allotment.reports.store.change;

import org.allotment.reports.model.history.SeriesChange.Standing;
import org.allotment.reports.stats.Interval;

/**
 * A change as it is written.
 *
 * @param id        0 for one that is not stored yet
 * @param runId     first run behind it
 * @param beforeRunId last run that is certainly before it
 * @param lowRunId  first run that may be the first behind it …
 * @param highRunId … and the last
 * @param frozen    somebody judged it
 */
public record StoredChange(
        long id,
        String runId,
        String beforeRunId,
        String lowRunId,
        String highRunId,
        boolean worse,
        Interval ratio,
        double pValue,
        Standing standing,
        boolean frozen) {}
