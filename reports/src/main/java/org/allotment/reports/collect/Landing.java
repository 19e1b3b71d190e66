package org.allotment.reports.collect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.allotment.reports.detect.CanaryBand;
import org.allotment.reports.detect.Candidate;
import org.allotment.reports.detect.Judgement;
import org.allotment.reports.detect.LitmusRule;
import org.allotment.reports.detect.Past;
import org.allotment.reports.detect.UnitRule;
import org.allotment.reports.detect.Verdicts;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.model.Measured;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.State;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.StressDocument.Test;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.VerdictCounts;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.stats.Robust;
import org.allotment.reports.store.live.RunningTable;
import org.allotment.reports.store.write.OutcomeWriter;
import org.allotment.reports.store.write.RunHeader;
import org.allotment.reports.store.write.RunPlace;
import org.allotment.reports.store.write.RunWriter;
import org.allotment.reports.store.write.SeriesWriter;
import org.allotment.reports.store.write.past.PastNight;
import org.allotment.reports.store.write.past.PastNights;
import org.allotment.reports.store.write.past.PastNights.Asked;
import org.jdbi.v3.core.Handle;

/** One run arrives: written and judged in the transaction of its handle. */
final class Landing {
    /** From so many figures on, one long query costs less than many short ones. */
    private static final int MANY = 200;

    private final Handle handle;
    private final RunHeader header;
    private final Contents contents;
    private final Map<State, Integer> counts = new EnumMap<>(State.class);
    private final List<Finding> findings = new ArrayList<>();

    Landing(Handle handle, RunHeader header, Contents contents) {
        this.handle = handle;
        this.header = header;
        this.contents = contents;
    }

    void land() {
        RunWriter runs = new RunWriter(handle);
        RunPlace place = runs.write(header);
        runs.writeParts(header);
        endProgress();
        landCanary(runs);
        landFigures(place);
        OutcomeWriter outcomes = new OutcomeWriter(handle, place);
        landTests(outcomes);
        landUnits(outcomes);
        findings.sort(Comparator.comparingInt(finding -> finding.state().rank()));
        outcomes.findings(findings);
        runs.judge(header.id(), VerdictCounts.of(counts));
    }

    /** It runs no longer. */
    private void endProgress() {
        String run = header.environment().run().id();
        if (run != null) {
            RunningTable.remove(handle, new RunningNight.Key(header.project(), run));
        }
    }

    private void landCanary(RunWriter runs) {
        List<Double> scores = contents.environment().canary().scores();
        if (!scores.isEmpty()) {
            double median = Robust.median(
                    scores.stream().mapToDouble(Double::doubleValue).toArray());
            runs.canary(header.id(), CanaryBand.holds(runs.canaryPast(header.id(), CanaryBand.MOST), median));
        }
    }

    private void landFigures(RunPlace place) {
        SeriesWriter writer = new SeriesWriter(handle, place);
        List<Measured> figures = Joining.of(contents.jmh(), contents.environment());
        if (figures.size() >= MANY) {
            writer.learn(figures);
        }
        List<Long> series = figures.stream().map(writer::series).toList();
        List<Judgement> judgements = Verdicts.judge(candidates(place, writer, series, figures), isConfirming());
        for (int i = 0; i < figures.size(); i++) {
            Judgement judgement = judgements.get(i);
            counts.merge(judgement.state(), 1, Integer::sum);
            writer.add(
                    series.get(i),
                    figures.get(i),
                    new SeriesWriter.Verdict(judgement.state(), judgement.ratio(), judgement.mde()));
            addFinding(series.get(i), figures.get(i), judgement);
        }
        writer.flush();
    }

    /** Without a commit nothing is judged, nor is a confirmation of what was measured on another commit or is not known. */
    private boolean isJudged(RunPlace place) {
        return header.commitSha() != null && (!isConfirming() || place.remeasures());
    }

    private List<Candidate> candidates(RunPlace place, SeriesWriter writer, List<Long> series, List<Measured> figures) {
        boolean runIsJudged = isJudged(place);
        Map<Integer, Asked> asked = new LinkedHashMap<>();
        List<Candidate> candidates = new ArrayList<>(figures.size());
        for (int i = 0; i < figures.size(); i++) {
            Measured figure = figures.get(i);
            candidates.add(candidate(figure, MetricKind.CONTEXT, new Past(List.of())));
            if (runIsJudged && isJudged(figure)) {
                asked.put(i, new Asked(series.get(i), writer.epoch(figure)));
            }
        }
        new PastNights(handle, place).of(asked, Past.MOST).forEach((i, nights) -> {
            Measured figure = figures.get(i);
            candidates.set(i, candidate(figure, figure.kind(), past(nights)));
        });
        return candidates;
    }

    /** The canary is never judged: it speaks of the machine. */
    private boolean isJudged(Measured figure) {
        return figure.kind() != MetricKind.CONTEXT
                && !figure.variant()
                        .benchmark()
                        .equals(contents.environment().canary().benchmark());
    }

    private Candidate candidate(Measured figure, MetricKind kind, Past past) {
        return new Candidate(kind, figure.higherIsBetter(), figure.forks(), past, seed(figure));
    }

    /** The same for the same figure of the same run, whatever the store. */
    private long seed(Measured figure) {
        String hash = Hashes.sha256(
                header.id(), figure.variant().label(), figure.variant().mode(), figure.metric());
        return Long.parseUnsignedLong(hash.substring(0, Long.BYTES * 2), 16);
    }

    private static Past past(List<PastNight> nights) {
        return new Past(
                nights.stream().map(PastNight::summary).toList(),
                nights.stream()
                        .filter(night -> night.state() == State.GREEN || night.state() == State.TOO_FEW_RUNS)
                        .map(PastNight::summary)
                        .toList());
    }

    private void addFinding(long series, Measured figure, Judgement judgement) {
        if (judgement.text().isEmpty()) {
            return;
        }
        findings.add(new Finding(
                judgement.state(),
                figure.kind() == MetricKind.DETERMINISTIC ? Finding.Kind.DETERMINISTIC : Finding.Kind.TIME,
                series,
                figure.variant().label(),
                figure.metric(),
                figure.variant().threads(),
                judgement.ratio(),
                judgement.text(),
                header.commitSha()));
    }

    private void landTests(OutcomeWriter outcomes) {
        for (Test test : tests()) {
            State state = LitmusRule.state(test);
            outcomes.test(test, state);
            counts.merge(state, 1, Integer::sum);
            LitmusRule.finding(test, header.commitSha()).ifPresent(findings::add);
        }
    }

    private void landUnits(OutcomeWriter outcomes) {
        EnvironmentDocument environment = contents.environment();
        outcomes.units(environment.units());
        Set<UnitRule.Identity> measured = new HashSet<>();
        contents.jmh()
                .forEach(result ->
                        measured.add(new UnitRule.Identity(result.benchmark(), result.params(), result.threads())));
        Set<String> tested = tests().stream().map(Test::name).collect(Collectors.toSet());
        for (UnitRule.Outcome outcome : UnitRule.outcomes(environment.units(), measured, tested, header.commitSha())) {
            counts.merge(outcome.state(), 1, Integer::sum);
            if (outcome.finding() != null) {
                findings.add(outcome.finding());
            }
        }
    }

    private List<Test> tests() {
        return contents.stress() == null ? List.of() : contents.stress().tests();
    }

    private boolean isConfirming() {
        return "confirm".equals(contents.environment().run().kind());
    }
}
