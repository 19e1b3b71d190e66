package org.allotment.reports.app.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.allotment.reports.model.Samples;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.read.SqlHistory;
import org.allotment.reports.store.read.series.BranchQuery;
import org.allotment.reports.store.read.series.BranchQuery.Branch;
import org.allotment.reports.store.read.series.RunSamples;
import org.allotment.reports.store.read.series.SampleQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One series for reading. */
@Command(name = "series", mixinStandardHelpOptions = true, description = "Shows a series: its runs, samples, branches.")
final class SeriesCommand extends Group {
    private static final int MOST = 10_000;

    @Command(mixinStandardHelpOptions = true, description = "Lists the runs of a series, oldest first.")
    int runs(
            @Parameters(paramLabel = "ID") long id,
            @Option(names = "--limit", defaultValue = "400", description = "how many of the newest; default: 400")
                    int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("out of range, limit=" + limit + ", min=1, max=" + MOST);
        }
        try (Store store = store()) {
            SeriesHistory history = new SqlHistory(store)
                    .series(id, limit)
                    .orElseThrow(() -> new IllegalArgumentException("no such series, id=" + id));
            out().println(TerminalText.plain(history.series().label() + " "
                    + history.series().metric() + " on " + history.series().branch()));
            history.points()
                    .forEach(point -> out().println("run=" + point.runId() + ", started=" + point.started() + ", score="
                            + point.score() + ", state=" + point.state().word()));
            out().println("runs=" + history.points().size());
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows what one run said about a series, fork by fork.")
    int samples(@Parameters(paramLabel = "ID") long id, @Parameters(paramLabel = "RUN") String run) {
        try (Store store = store()) {
            RunSamples found = new SampleQuery(store)
                    .of(id, run, null)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no such series, or no such run of it, id=" + id + ", run=" + run));
            Samples samples = found.raw().samples();
            for (int fork = 0; fork < samples.forks(); fork++) {
                out().println("fork=" + (fork + 1) + ", values="
                        + Arrays.stream(samples.fork(fork))
                                .mapToObj(Double::toString)
                                .collect(Collectors.joining(" ")));
            }
            out().println("forks=" + samples.forks() + ", values=" + samples.iterations() + ", unit="
                    + TerminalText.plain(found.series().unit())
                    + (found.thinned() == null ? "" : ", thinned=" + found.thinned()));
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists the branches that have the figure of a series.")
    int branches(@Parameters(paramLabel = "ID") long id) {
        try (Store store = store()) {
            List<Branch> found = new BranchQuery(store).of(id, null);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no such series, id=" + id);
            }
            found.forEach(branch -> out().println("series=" + branch.series() + ", runs=" + branch.runs() + ", branch="
                    + TerminalText.plain(branch.name())));
        }
        return 0;
    }
}
