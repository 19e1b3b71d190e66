package org.allotment.reports.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesRow;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.RunPage;
import org.allotment.reports.web.view.RunsPage;
import org.allotment.reports.web.view.SeriesPage.Fact;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.allotment.reports.web.view.part.Label;
import org.jspecify.annotations.Nullable;

/** The list of runs, and the page of each. */
public final class RunPages {

    /** Runs of one part of the list. */
    public static final int PAGE = 50;

    /** Results of one part of a run. */
    static final int RESULTS = 500;

    private RunPages() {}

    /** Builds a part of the list. */
    public static RunsPage list(Frame frame, List<RunSummary> runs, Paging paging, Instant now) {
        return new RunsPage(
                frame,
                runs.stream()
                        .map(run -> new RunsPage.Row(Nights.of(run, now), Nights.counts(run.verdict())))
                        .toList(),
                paging.range("run"),
                paging.previous(each -> part(frame, each)),
                paging.next(each -> part(frame, each)));
    }

    /**
     * Builds the page of one run.
     *
     * @param allure address of its rendered report, or empty
     * @param page   which part of its results, from 0; behind the last it is the last
     */
    public static RunPage of(Frame frame, RunDetail detail, String allure, int page, Instant now) {
        Scope scope = frame.scope();
        return new RunPage(
                frame,
                detail.run().id(),
                Nights.of(detail.run(), detail.course(), now),
                detail.confirms().stream().map(Nights::again).toList(),
                Findings.of(detail.findings(), detail.results(), scope, "#absent"),
                environment(detail),
                detail.units().stream().map(RunPages::absent).toList(),
                results(detail.run().id(), detail.results(), page),
                detail.stress().stream()
                        .map(cell -> StressPages.test(cell, scope))
                        .toList(),
                detail.parts().stream()
                        .map(part -> upload(detail.run().id(), part))
                        .toList(),
                allure);
    }

    private static String part(Frame frame, int page) {
        return frame.scope().link("/runs").page(page).toString();
    }

    private static RunPage.Absent absent(RunDetail.Unit unit) {
        return new RunPage.Absent(
                Badges.ofUnit(unit.state()),
                Label.of(unit.name(), unit.params().values(), unit.threads(), ""),
                Integer.toString(unit.fork()),
                unit.reason(),
                unit.millis() > 0 ? Moments.length(Duration.ofMillis(unit.millis())) : "–");
    }

    /** A part of the results of a run. */
    static RunPage.Results results(String run, List<SeriesRow> all, int page) {
        Paging paging = Paging.of(page, RESULTS, all.size());
        return new RunPage.Results(
                paging.of(all).stream().map(RunPages::result).toList(),
                paging.range() + " series",
                paging.previous(each -> part(run, each)),
                paging.next(each -> part(run, each)));
    }

    private static String part(String run, int page) {
        return Links.to(Nights.href(run)).page(page) + "#results";
    }

    private static RunPage.Result result(SeriesRow row) {
        String unit = row.series().unit();
        return new RunPage.Result(
                Figures.href(row.series().id()),
                Badges.of(row.state()),
                Figures.label(row.series()),
                Figures.value(row.score(), unit),
                Figures.interval(row.score(), row.low(), row.high(), unit),
                Integer.toString(row.forks()),
                Figures.against(row.series(), row.state(), row.ratio()));
    }

    private static RunPage.Upload upload(String run, RunDetail.Part part) {
        String href = Links.to("/api/v1/runs/" + Links.segment(run) + "/upload")
                .with("part", part.name())
                .with("index", Integer.toString(part.index()))
                .toString();
        return new RunPage.Upload(
                href,
                part.name() + " " + part.index(),
                Counts.exact(part.sizeBytes()) + " bytes, SHA-256 " + part.sha256());
    }

    private static List<Fact> environment(RunDetail detail) {
        RunDetail.Machine machine = detail.machine();
        RunDetail.Circumstances how = detail.circumstances();
        List<Fact> facts = new ArrayList<>();
        add(facts, "Producer's id", detail.run().externalId(), "");
        add(facts, "Profile", detail.profile(), "");
        add(facts, "Host", machine.host(), text(machine.label()));
        add(facts, "Processor", machine.cpuModel(), cores(machine));
        add(facts, "Microcode", machine.microcode(), "");
        add(
                facts,
                "Memory",
                machine.memoryBytes() == null
                        ? null
                        : Scale.of(machine.memoryBytes().doubleValue(), "B")
                                .text(machine.memoryBytes().doubleValue()),
                "");
        add(facts, "System", machine.os(), join(machine.kernel(), machine.architecture()));
        add(facts, "Container", machine.container(), "");
        add(facts, "Frequency", machine.governor(), machine.turbo() == null ? "" : "turbo " + machine.turbo());
        add(facts, "JVM", machine.jvmVersion(), join(machine.jvmVendor(), machine.jvmName()));
        add(facts, "JVM flags", machine.jvmFlags(), "");
        add(facts, "JMH", how.jmhVersion(), text(how.jmhOptions()));
        add(facts, "Stress", how.stressHarness(), text(how.stressOptions()));
        add(facts, "Load before", how.loadBefore().replace(" ", " · "), "");
        add(facts, "Load after", how.loadAfter().replace(" ", " · "), "");
        add(
                facts,
                "Steal",
                how.stealPercent() == null ? null : Scale.digits(how.stealPercent()) + "\u00a0%",
                "time taken by the host");
        add(facts, "Finished units", detail.finished() == 0 ? null : Counts.exact(detail.finished()), "");
        return facts;
    }

    private static String cores(RunDetail.Machine machine) {
        Integer cores = machine.cores();
        return cores == null ? "" : Counts.of(cores, "core");
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String join(@Nullable String first, @Nullable String second) {
        return (text(first) + ' ' + text(second)).strip();
    }

    private static void add(List<Fact> facts, String name, @Nullable String value, String detail) {
        if (value != null && !value.isBlank()) {
            facts.add(new Fact(name, value, detail, false));
        }
    }
}
