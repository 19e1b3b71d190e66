package org.allotment.reports.web.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and durations for people; all clocks are UTC, as in the documents. */
public final class Moments {

    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern(
                    "EEE d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Moments() {}

    /** Returns the moment in full, such as {@code Fri 2 Jan 2026, 03:04 UTC}. */
    public static String full(Instant at) {
        return LONG.format(at);
    }

    /** Returns the date alone. */
    public static String day(Instant at) {
        return DAY.format(at);
    }

    /** Returns date and minute. */
    public static String minute(Instant at) {
        return MINUTE.format(at);
    }

    /** Returns how long ago a moment was, in its largest unit. */
    public static String ago(Instant at, Instant now) {
        Duration age = Duration.between(at, now);
        if (age.isNegative()) {
            return "in the future";
        }
        if (age.toMinutes() < 1) {
            return "just now";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min ago";
        }
        return age.toHours() < 48 ? age.toHours() + " h ago" : age.toDays() + " days ago";
    }

    /** Returns a duration with its two largest units, such as {@code 9 min 31 s}. */
    public static String length(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 1) {
            return duration.toMillis() + "\u00a0ms";
        }
        if (seconds < 60) {
            return seconds + "\u00a0s";
        }
        if (seconds < 3600) {
            return duration.toMinutes() + "\u00a0min " + duration.toSecondsPart() + "\u00a0s";
        }
        return duration.toHours() + "\u00a0h " + duration.toMinutesPart() + "\u00a0min";
    }
}
