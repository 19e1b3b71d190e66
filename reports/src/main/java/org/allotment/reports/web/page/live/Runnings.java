package org.allotment.reports.web.page.live;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.text.Moments;
import org.allotment.reports.web.view.part.Badge;
import org.allotment.reports.web.view.part.Running;
import org.allotment.reports.web.view.part.Running.Run;

/** The card of the runs that go on. What {@code live.js} writes over it later is worded the same. */
public final class Runnings {
    private static final int BRIEF = 10;

    private Runnings() {}

    /**
     * Builds the card.
     *
     * @param project whose runs they are, empty for all that the reader may see
     */
    public static Running of(List<RunningNight> nights, String project, Instant now) {
        return new Running(
                Links.to("/api/v1/progress/stream").with("project", project).toString(),
                LocalTime.ofInstant(now, ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.MINUTES)
                        .toString(),
                nights.stream().map(night -> run(night, now)).toList(),
                new Run("", "", Badge.plain(""), 0, 1, "", "", false, "", ""));
    }

    private static Run run(RunningNight night, Instant now) {
        RunningNight.Reach reach = night.reach();
        RunningNight.State state = night.stateAt(now);
        Instant ends = reach.ends();
        boolean known = state == RunningNight.State.RUNNING && ends != null;
        return new Run(
                night.key().project() + "/" + night.key().run(),
                title(night),
                badge(state, night.heard()),
                reach.done(),
                Math.max(1, reach.total()),
                Counts.exact(reach.done()) + " of " + Counts.of(reach.total(), "unit"),
                Counts.exact(reach.failed()),
                reach.failed() > 0,
                known && ends != null ? Moments.minute(ends) + " UTC" : "not known",
                reach.unit().isEmpty() ? "nothing" : reach.unit());
    }

    private static String title(RunningNight night) {
        RunningNight.Origin origin = night.origin();
        String commit = origin.commit();
        String title = Stream.of(
                        origin.kind(),
                        origin.profile().isEmpty() ? "" : "profile " + origin.profile(),
                        origin.branch(),
                        commit.substring(0, Math.min(BRIEF, commit.length())),
                        origin.machine())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
        return title.isEmpty() ? night.key().run() : title;
    }

    private static Badge badge(RunningNight.State state, Instant heard) {
        return switch (state) {
            case RUNNING -> new Badge("good", "▶", "measuring");
            case ENDED -> new Badge("calm", "■", "all measured, results on their way");
            case SILENT -> new Badge("warn", "▲", "silent since " + Moments.minute(heard) + " UTC");
        };
    }
}
