package org.allotment.reports.api.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.allotment.reports.model.live.RunningNight;
import org.jspecify.annotations.Nullable;

/** Bodies of answers about runs that go on, as docs/result-format.md gives them. */
final class Progress {
    private Progress() {}

    /** All that the caller may see. */
    record Page(List<Shown> items) {}

    /** One. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Shown(
            String project,
            String run,
            String state,
            String kind,
            String profile,
            String branch,
            String commit,
            String machine,
            String started,
            String heard,
            int done,
            int total,
            int failed,
            String unit,
            @Nullable String expectedEnd) {}

    static Page page(List<RunningNight> nights, Instant now) {
        return new Page(nights.stream().map(night -> shown(night, now)).toList());
    }

    private static Shown shown(RunningNight night, Instant now) {
        RunningNight.Origin origin = night.origin();
        RunningNight.Reach reach = night.reach();
        Instant ends = reach.ends();
        return new Shown(
                night.key().project(),
                night.key().run(),
                night.stateAt(now).word(),
                origin.kind(),
                origin.profile(),
                origin.branch(),
                origin.commit(),
                origin.machine(),
                origin.started().toString(),
                night.heard().toString(),
                reach.done(),
                reach.total(),
                reach.failed(),
                reach.unit(),
                ends == null ? null : ends.toString());
    }
}
