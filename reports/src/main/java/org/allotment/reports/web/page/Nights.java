package org.allotment.reports.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.allotment.reports.detect.Past;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.RunDetail.Course;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.VerdictCounts;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.SeriesPage.Related;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Moment;
import org.allotment.reports.web.view.part.Night;
import org.allotment.reports.web.view.part.Revision;
import org.jspecify.annotations.Nullable;

/** A run in short. */
public final class Nights {

    private static final List<State> TILES = List.of(
            State.RED,
            State.MISSING,
            State.SUSPECT,
            State.IMPROVED,
            State.GREEN,
            State.TOO_FEW_RUNS,
            State.NOT_APPLICABLE);

    private static final List<State> TROUBLES = List.of(State.RED, State.MISSING, State.SUSPECT);

    private Nights() {}

    /** Maps a run of a list: without duration, canary and note. */
    public static Night of(RunSummary run, Instant now) {
        return of(run, new Course(null, null, "", null, null), now);
    }

    /** Maps a run with the verdict that counts, and with how it went. */
    static Night of(RunSummary run, Course course, Instant now) {
        String href = href(run.id());
        Instant ended = course.ended();
        String note = course.note();
        return new Night(
                href,
                Badges.of(run.verdict().state()),
                headline(run.verdict()),
                TILES.stream()
                        .map(state ->
                                new Night.Tile(Badges.of(state), run.verdict().of(state), tile(state, href)))
                        .toList(),
                revision(run),
                Moment.of(run.started(), now),
                ended == null ? "" : Moments.length(Duration.between(run.started(), ended)),
                run.environment(),
                canary(course),
                run.kind(),
                note == null ? "" : note);
    }

    /** The page of a run. */
    public static String href(String runId) {
        return "/runs/" + runId;
    }

    /** What a run measured. */
    public static Revision revision(RunSummary run) {
        RunSummary.CommitRef commit = run.commit();
        return commit == null
                ? new Revision("", "", "", run.branch(), false)
                : new Revision(commit.sha(), commit.subject(), commit.author(), run.branch(), commit.dirty());
    }

    /** The counts that are not zero, in words. */
    public static String counts(VerdictCounts verdict) {
        String counts = counts(verdict, TILES);
        return counts.isEmpty() ? "nothing judged" : counts;
    }

    /** What a confirmation found, and what its canary said of the machine meanwhile. */
    static Related again(RunSummary confirm) {
        Boolean steady = confirm.canarySteady();
        String canary = steady == null
                ? "no canary tells whether the machine held still"
                : steady ? "its canary was steady" : "its canary says that the machine moved";
        boolean worse = confirm.verdict().of(State.RED) + confirm.verdict().of(State.SUSPECT) > 0;
        String drift = worse ? " A machine that is slower than in earlier nights confirms as well as slower code." : "";
        return new Related(href(confirm.id()), counts(confirm.verdict()) + "; " + canary + '.' + drift);
    }

    private static String tile(State state, String href) {
        return switch (state) {
            case RED, SUSPECT, IMPROVED -> href + "#findings";
            case MISSING, NOT_APPLICABLE -> href + "#absent";
            case GREEN, TOO_FEW_RUNS, UNGATED -> href + "#results";
        };
    }

    private static String headline(VerdictCounts verdict) {
        int steady = verdict.of(State.GREEN) + verdict.of(State.IMPROVED);
        return switch (verdict.state()) {
            case RED, MISSING, SUSPECT -> "Not green: " + counts(verdict, TROUBLES);
            case GREEN, IMPROVED -> green(steady, verdict.of(State.TOO_FEW_RUNS));
            case TOO_FEW_RUNS -> "Too few runs to judge: time needs " + Past.FEWEST + " runs of history";
            case NOT_APPLICABLE -> "Nothing in this run applies to this machine";
            case UNGATED -> "Kept, and not judged";
        };
    }

    /** Green is only as good as what was judged. */
    private static String green(int steady, int waiting) {
        String judged = "Green: all " + Counts.exact(steady) + " judged series and tests hold";
        return waiting == 0 ? judged : judged + "; " + Counts.exact(waiting) + " have too few runs to be judged";
    }

    private static String counts(VerdictCounts verdict, List<State> states) {
        return states.stream()
                .filter(state -> verdict.of(state) > 0)
                .map(state ->
                        Counts.exact(verdict.of(state)) + ' ' + Badges.of(state).word())
                .collect(Collectors.joining(", "));
    }

    private static Night.@Nullable Canary canary(Course course) {
        Boolean steady = course.canarySteady();
        if (steady == null && course.canaryScores().isBlank()) {
            return null;
        }
        String unit = course.canaryUnit();
        String scores = canaryScores(course.canaryScores());
        Badge badge = steady == null
                ? Badge.plain("not judged")
                : steady ? new Badge("good", "✓", "steady") : new Badge("warn", "▲", "the machine moved");
        return new Night.Canary(badge, unit == null || scores.isEmpty() ? scores : scores + ' ' + unit);
    }

    private static String canaryScores(String stored) {
        return stored.isBlank()
                ? ""
                : Arrays.stream(stored.strip().split(" "))
                        .map(score -> Scale.digits(Double.parseDouble(score)))
                        .collect(Collectors.joining(" · "));
    }
}
