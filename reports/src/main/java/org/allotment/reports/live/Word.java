package org.allotment.reports.live;

import java.time.Duration;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.model.live.RunningNight.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What a run says of itself.
 *
 * @param unit      what it does next, empty when it has done all
 * @param unitTakes how long it thinks that takes
 * @param remaining how long it thinks all that is left takes, null where it cannot say
 */
public record Word(
        RunningNight.Key key,
        Origin origin,
        int done,
        int total,
        int failed,
        String unit,
        Duration unitTakes,
        @Nullable Duration remaining) {

    /** Refuses counts that cannot be, with {@link IllegalArgumentException}. */
    public Word {
        if (failed < 0 || failed > done || done > total) {
            throw new IllegalArgumentException(
                    "0 <= failed <= done <= total expected, failed=" + failed + ", done=" + done + ", total=" + total);
        }
    }
}
