package org.allotment.harness.nightly.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;

/**
 * Puts the expected units into the order in which they run.
 *
 * <p>Forks are the outer round: all cells once, then all again. Within a round the subjects of one workload follow each
 * other and the first of them moves on by one each round, so that drift of the host and the heat of a neighbour hit all
 * subjects alike. The canary runs first, last, and after {@value #CANARY_UNITS} units or {@value #CANARY_MILLIS} ms.
 */
public final class Planner {

    static final int CANARY_UNITS = 20;
    static final long CANARY_MILLIS = 120_000;

    private final Measurement measurement;
    private final Optional<Cell> canary;
    private final int cores;

    /** A planner for a host of so many cores. */
    public Planner(Measurement measurement, Optional<Cell> canary, int cores) {
        this.measurement = measurement;
        this.canary = canary;
        this.cores = cores;
    }

    /**
     * Orders the units.
     *
     * @throws RunProblem if there is nothing to do, or the same unit twice
     */
    public List<Unit> order(List<Cell> cells, List<Litmus> tests) {
        if (cells.isEmpty() && tests.isEmpty()) {
            throw new RunProblem(ExitStatus.MISSING, "nothing to do, benchmarks=0, litmusTests=0");
        }
        var units = new ArrayList<Unit>();
        var inapplicable = new ArrayList<Unit>();
        for (var fork = 0; fork < measurement.forks(); fork++) {
            for (var cell : round(cells, fork)) {
                var unit = unit(cell, fork);
                (unit.applies() ? units : inapplicable).add(unit);
            }
        }
        tests.stream().map(this::unit).forEach(unit -> (unit.applies() ? units : inapplicable).add(unit));
        var ordered = withCanaries(units);
        ordered.addAll(inapplicable);
        requireDistinct(ordered);
        return ordered;
    }

    private static List<Cell> round(List<Cell> cells, int fork) {
        var byWorkload = new LinkedHashMap<String, List<Cell>>();
        for (var cell : cells) {
            byWorkload.computeIfAbsent(cell.workload(), _ -> new ArrayList<>()).add(cell);
        }
        var round = new ArrayList<Cell>();
        for (var subjects : byWorkload.values()) {
            Collections.rotate(subjects, -fork);
            round.addAll(subjects);
        }
        return round;
    }

    private Unit unit(Cell cell, int fork) {
        var fitting = cell.notApplicable().isEmpty() && cell.threads() > cores
                ? new Cell(cell.name(), cell.params(), cell.threads(), tooFewCores("threads", cell.threads()))
                : cell;
        return Unit.benchmark(fitting, fork, measurement.estimateMillis());
    }

    /** The suite's harness leaves out tests with more actors than cores without a word, so the plan says it. */
    private Unit unit(Litmus test) {
        var unit = Unit.litmus(test);
        return unit.applies() && test.actors() > cores
                ? Unit.litmus(new Litmus(
                        test.name(),
                        test.engine(),
                        test.description(),
                        test.actors(),
                        test.inverted(),
                        tooFewCores("actors", test.actors()),
                        test.estimateMillis()))
                : unit;
    }

    private String tooFewCores(String what, int count) {
        return "too few cores, " + what + "=" + count + ", cores=" + cores;
    }

    private List<Unit> withCanaries(List<Unit> units) {
        if (canary.isEmpty() || units.stream().allMatch(Unit::isLitmus)) {
            return new ArrayList<>(units);
        }
        var ordered = new ArrayList<Unit>();
        var canaries = 0;
        var since = 0;
        var millis = 0L;
        ordered.add(unit(canary.get(), canaries++));
        for (var unit : units) {
            if (since >= CANARY_UNITS || millis >= CANARY_MILLIS) {
                ordered.add(unit(canary.get(), canaries++));
                since = 0;
                millis = 0;
            }
            ordered.add(unit);
            since++;
            millis += unit.estimateMillis();
        }
        ordered.add(unit(canary.get(), canaries));
        return ordered;
    }

    private static void requireDistinct(List<Unit> units) {
        var seen = new HashSet<String>();
        for (var unit : units) {
            if (!seen.add(unit.id())) {
                throw new RunProblem(
                        ExitStatus.MISSING,
                        "the same unit twice, unit=" + unit.label() + ", threads=" + unit.threads() + ", fork="
                                + unit.fork());
            }
        }
    }
}
