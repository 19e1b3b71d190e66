package org.allotment.reports.store.write;

/**
 * Where a run stands in its history.
 *
 * @param pastOrder   its past ends before this order …
 * @param pastStarted … and this start: those of the run it confirms, if it does
 */
public record RunPlace(
        String runId,
        long projectId,
        long branchId,
        long envClassId,
        long order,
        long started,
        long pastOrder,
        long pastStarted) {}
