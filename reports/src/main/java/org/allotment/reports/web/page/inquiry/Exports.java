package org.allotment.reports.web.page.inquiry;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.web.text.Cells;
import org.jspecify.annotations.Nullable;

/** Views as CSV. */
public final class Exports {
    private static final String RUNS =
            "run,project,branch,kind,environment,started,received,commit,subject,canary_steady,state,counts\r\n";
    private static final String SERIES =
            "run,kind,started,commit,subject,score,low,high,unit,forks,verdict,ratio,smallest_detectable_change,epoch\r\n";
    private static final String CELLS = "test,run,started,commit,verdict,status,samples,bad,reason\r\n";
    private static final String OUTCOMES = "run,started,commit,outcome,expect,seen,samples,configurations\r\n";

    private Exports() {}

    /** Runs, newest first. */
    public static String runs(List<RunSummary> runs) {
        return lines(
                RUNS,
                runs,
                run -> Cells.line(
                        run.id(),
                        run.project(),
                        run.branch(),
                        run.kind(),
                        run.environment(),
                        run.started(),
                        run.received(),
                        sha(run),
                        subject(run),
                        run.canarySteady(),
                        run.verdict().state().word(),
                        run.verdict().counts().entrySet().stream()
                                .filter(each -> each.getValue() > 0)
                                .map(each -> each.getKey().word() + "=" + each.getValue())
                                .sorted()
                                .collect(Collectors.joining(" "))));
    }

    /** The runs of a series, oldest first, with its unit as it is stored. */
    public static String series(SeriesHistory history) {
        SeriesInfo series = history.series();
        return lines(
                SERIES,
                history.points(),
                point -> Cells.line(
                        point.runId(),
                        point.runKind(),
                        point.started(),
                        point.sha(),
                        point.subject(),
                        point.score(),
                        point.low(),
                        point.high(),
                        series.unit(),
                        point.forkValues().stream().map(String::valueOf).collect(Collectors.joining(" ")),
                        point.state().word(),
                        point.ratio(),
                        point.mde(),
                        point.epochId()));
    }

    /** Litmus tests by night, those that ran. */
    public static String stress(StressMatrix matrix) {
        StringBuilder csv = new StringBuilder(CELLS);
        for (StressMatrix.Row row : matrix.rows()) {
            for (int i = 0; i < matrix.runs().size(); i++) {
                StressMatrix.Cell cell = row.cells().get(i);
                if (cell != null) {
                    csv.append(cell(row, matrix.runs().get(i), cell));
                }
            }
        }
        return csv.toString();
    }

    private static String cell(StressMatrix.Row row, RunSummary run, StressMatrix.Cell cell) {
        return Cells.line(
                row.name(),
                run.id(),
                run.started(),
                sha(run),
                cell.state().word(),
                cell.status(),
                cell.samples(),
                cell.bad(),
                cell.reason());
    }

    /** The outcomes of one litmus test by night. */
    public static String stressTest(StressHistory history) {
        return OUTCOMES
                + history.nights().stream()
                        .flatMap(night -> night.outcomes().stream()
                                .map(outcome -> Cells.line(
                                        night.run().id(),
                                        night.run().started(),
                                        sha(night.run()),
                                        outcome.state(),
                                        outcome.expect(),
                                        outcome.count(),
                                        night.cell().samples(),
                                        outcome.configurations())))
                        .collect(Collectors.joining());
    }

    private static <T> String lines(String head, List<T> rows, Function<T, String> line) {
        return rows.stream().map(line).collect(Collectors.joining("", head, ""));
    }

    private static @Nullable String sha(RunSummary run) {
        return run.commit() == null ? null : run.commit().sha();
    }

    private static @Nullable String subject(RunSummary run) {
        return run.commit() == null ? null : run.commit().subject();
    }
}
