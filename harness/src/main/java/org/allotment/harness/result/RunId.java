package org.allotment.harness.result;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of runs: start in UTC, the first eight digits of the commit, four random hex digits. */
public final class RunId {

    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Pattern SHAPE = Pattern.compile("\\d{8}T\\d{6}Z-(?:[0-9a-f]{8}|nocommit)-[0-9a-f]{4}");

    private RunId() {}

    /** Makes an id; {@code random} is used for its lowest 16 bits. */
    public static String of(Instant start, @Nullable String sha, int random) {
        var commit = sha == null || sha.length() < 8 ? "nocommit" : sha.substring(0, 8);
        return String.format(Locale.ROOT, "%s-%s-%04x", START.format(start), commit, random & 0xffff);
    }

    /** When a run started, from its id. */
    public static Instant start(String id) {
        return Instant.from(START.parse(id.substring(0, id.indexOf('-'))));
    }

    /** Whether a text is a run id. */
    public static boolean isOne(String text) {
        return SHAPE.matcher(text).matches();
    }
}
