package org.allotment.reports.store.write;

/**
 * Where a run stands in its history.
 *
 * @param pastOrder   its past ends before this order …
 * @param pastStarted … and this start: those of the run it confirms, if it does
 * @param remeasures  whether the run that it names as its parent is known here and measured the same commit
 */
public record RunPlace(
        String runId,
        long projectId,
        long branchId,
        long envClassId,
        long order,
        long started,
        long pastOrder,
        long pastStarted,
        boolean remeasures) {}
