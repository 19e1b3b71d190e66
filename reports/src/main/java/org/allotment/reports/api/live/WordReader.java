package org.allotment.reports.api.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.format.Limits;
import org.allotment.reports.live.Word;
import org.allotment.reports.model.live.RunningNight;
import org.allotment.reports.model.live.RunningNight.Origin;
import org.jspecify.annotations.Nullable;

/** What a run says of itself, checked field by field: it is as foreign as any upload. Unknown fields are left alone. */
final class WordReader {
    private static final int MOST_BYTES = 16 * 1024;
    private static final int SHORT = 64;
    private static final int UNIT = 1_024;
    private static final int MOST_UNITS = 10_000_000;
    private static final long LONGEST_UNIT = Duration.ofHours(6).toSeconds();
    private static final long LONGEST_RUN = Duration.ofDays(30).toSeconds();

    private final JsonNode body;

    private WordReader(JsonNode body) {
        this.body = body;
    }

    /** Reads the word of a run. */
    static Word read(ObjectMapper mapper, RunningNight.Key key, InputStream in) throws IOException, RefusedException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new RefusedException(Reason.TOO_LARGE, "body too large, max=" + MOST_BYTES);
        }
        try {
            JsonNode body = mapper.readTree(bytes);
            if (body == null || !body.isObject()) {
                throw malformed("object expected", "/");
            }
            return new WordReader(body).word(key);
        } catch (JsonProcessingException e) {
            throw malformed("JSON expected", "line " + e.getLocation().getLineNr());
        } catch (IllegalArgumentException e) {
            throw malformed(String.valueOf(e.getMessage()), "/done");
        }
    }

    private Word word(RunningNight.Key key) throws RefusedException {
        Origin origin = new Origin(
                text("kind", SHORT),
                text("profile", SHORT),
                text("branch", Limits.NAME_LENGTH),
                text("commit", SHORT),
                text("machine", Limits.NAME_LENGTH),
                started());
        Long unitSeconds = number("unitSeconds", LONGEST_UNIT);
        Long remaining = number("remainingSeconds", LONGEST_RUN);
        return new Word(
                key,
                origin,
                count("done"),
                count("total"),
                count("failed"),
                text("unit", UNIT),
                Duration.ofSeconds(unitSeconds == null ? 0 : unitSeconds),
                remaining == null ? null : Duration.ofSeconds(remaining));
    }

    private Instant started() throws RefusedException {
        try {
            return Instant.parse(text("started", SHORT));
        } catch (DateTimeParseException e) {
            throw malformed("time in UTC expected, as 2026-01-02T03:04:05Z", "/started");
        }
    }

    private int count(String name) throws RefusedException {
        Long count = number(name, MOST_UNITS);
        if (count == null) {
            throw malformed("whole number expected, min=0, max=" + MOST_UNITS, "/" + name);
        }
        return count.intValue();
    }

    /** Null where there is none. */
    private @Nullable Long number(String name, long max) throws RefusedException {
        JsonNode number = body.path(name);
        if (number.isMissingNode() || number.isNull()) {
            return null;
        }
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.longValue() < 0
                || number.longValue() > max) {
            throw malformed("whole number expected, min=0, max=" + max, "/" + name);
        }
        return number.longValue();
    }

    /** Empty where there is none. */
    private String text(String name, int length) throws RefusedException {
        JsonNode text = body.path(name);
        if (text.isMissingNode() || text.isNull()) {
            return "";
        }
        if (!text.isTextual() || text.textValue().length() > length || !isPrintable(text.textValue())) {
            throw malformed("printable text expected, max=" + length, "/" + name);
        }
        return text.textValue();
    }

    private static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static RefusedException malformed(String message, String where) {
        return new RefusedException(Reason.MALFORMED, message, where);
    }
}
