package org.allotment.reports.store.write;

import java.util.List;
import java.util.Map;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.EnvironmentDocument.Unit;
import org.allotment.reports.model.document.StressDocument.Failure;
import org.allotment.reports.model.document.StressDocument.Outcome;
import org.allotment.reports.model.document.StressDocument.Test;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.store.ParamsText;
import org.jdbi.v3.core.Handle;

/** What a run brought besides figures: litmus tests, units of work, findings. */
public final class OutcomeWriter {
    private final Handle handle;
    private final RunPlace place;

    /** Within the caller's transaction, for one run. */
    public OutcomeWriter(Handle handle, RunPlace place) {
        this.handle = handle;
        this.place = place;
    }

    /** One litmus test in the state that counts. */
    public void test(Test test, State state) {
        long id = Keys.find(
                handle,
                "stress_test",
                Map.of("project_id", place.projectId(), "name", test.name()),
                Map.of(
                        "description", test.description(),
                        "actors", test.actors(),
                        "inverted", test.inverted() ? 1 : 0));
        new Row("stress_result")
                .put("run_id", place.runId())
                .put("test_id", id)
                .put("state", state.word())
                .put("reason", test.reason())
                .put("status", test.status())
                .put("samples", test.samples())
                .put("configurations", test.configurations())
                .insert(handle);
        for (int i = 0; i < test.outcomes().size(); i++) {
            outcome(id, i, test.outcomes().get(i));
        }
        for (int i = 0; i < test.failures().size(); i++) {
            failure(id, i, test.failures().get(i));
        }
    }

    /** Units of work in their order. */
    public void units(List<Unit> units) {
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            new Row("work_unit")
                    .put("run_id", place.runId())
                    .put("ord", i)
                    .put("unit_id", unit.id())
                    .put("kind", unit.kind())
                    .put("name", unit.name())
                    .put("params", ParamsText.of(unit.params()))
                    .put("threads", unit.threads())
                    .put("fork", unit.fork())
                    .put("state", unit.state())
                    .put("reason", unit.reason())
                    .put("millis", unit.durationMillis())
                    .insert(handle);
        }
    }

    /** Findings in their order. */
    public void findings(List<Finding> findings) {
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            new Row("finding")
                    .put("run_id", place.runId())
                    .put("ord", i)
                    .put("state", finding.state().word())
                    .put("kind", finding.kind().word())
                    .put("series_id", finding.seriesId() == 0 ? null : finding.seriesId())
                    .put("name", finding.name())
                    .put("metric", finding.metric())
                    .put("threads", finding.threads())
                    .putFigure("ratio", finding.ratio())
                    .put("detail", finding.text())
                    .insert(handle);
        }
    }

    private void outcome(long test, int ord, Outcome outcome) {
        new Row("stress_outcome")
                .put("run_id", place.runId())
                .put("test_id", test)
                .put("ord", ord)
                .put("outcome", outcome.state())
                .put("expect", outcome.expect().name())
                .put("seen", outcome.count())
                .put("configurations", outcome.configurations())
                .put("description", outcome.description())
                .insert(handle);
    }

    private void failure(long test, int ord, Failure failure) {
        new Row("stress_failure")
                .put("run_id", place.runId())
                .put("test_id", test)
                .put("ord", ord)
                .put("outcome", failure.state())
                .put("seen", failure.count())
                .put("compile_mode", failure.compileMode())
                .put("scheduling", failure.scheduling())
                .put("jvm_args", failure.jvmArgs())
                .put("seed", failure.seed())
                .put("log", failure.log())
                .insert(handle);
    }
}
