package org.allotment.reports.api.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.model.job.Answer;
import org.jspecify.annotations.Nullable;

/** Bodies of requests about jobs, checked field by field: what an agent says is as foreign as any upload. */
final class AnswerReader {
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_FORKS = 100;
    private static final int MOST_VALUES = 10_000;
    private static final int REASON_LENGTH = 1_000;
    private static final int NAME_LENGTH = 200;
    private static final Pattern COMMIT = Pattern.compile("[0-9A-Za-z._-]{1,64}");

    private final JsonNode body;

    private AnswerReader(JsonNode body) {
        this.body = body;
    }

    /** Reads a body of at most a mebibyte; an empty one is an empty object. */
    static AnswerReader of(ObjectMapper mapper, InputStream in) throws IOException, RefusedException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new RefusedException(Reason.TOO_LARGE, "body too large, max=" + MOST_BYTES);
        }
        try {
            JsonNode body = mapper.readTree(bytes);
            if (body != null && (body.isObject() || body.isMissingNode())) {
                return new AnswerReader(body);
            }
        } catch (JsonProcessingException e) {
            throw malformed("JSON expected", "line " + e.getLocation().getLineNr());
        }
        throw malformed("object expected", "/");
    }

    /** The number of the claim that speaks. */
    long fence() throws RefusedException {
        JsonNode fence = body.path("fence");
        if (!fence.isIntegralNumber() || !fence.canConvertToLong()) {
            throw malformed("whole number expected", "/fence");
        }
        return fence.longValue();
    }

    /** A short printable text, or null where there is none. */
    @Nullable
    String text(String name) throws RefusedException {
        return text(name, NAME_LENGTH);
    }

    /** Why a job is given back; null when in peace. */
    @Nullable
    String reason() throws RefusedException {
        return text("reason", REASON_LENGTH);
    }

    private @Nullable String text(String name, int length) throws RefusedException {
        JsonNode text = body.path(name);
        if (text.isMissingNode() || text.isNull()) {
            return null;
        }
        if (!text.isTextual() || text.textValue().length() > length || !isPrintable(text.textValue())) {
            throw malformed("printable text expected, max=" + length, "/" + name);
        }
        return text.textValue();
    }

    /** Either {@code base}, {@code head} and {@code canary}, or {@code broken} and {@code reason}; with {@code commits}. */
    Answer answer() throws RefusedException {
        List<String> commits = commits();
        String broken = text("broken");
        if (broken != null) {
            if (!COMMIT.matcher(broken).matches()) {
                throw malformed("commit expected", "/broken");
            }
            String reason = reason();
            return new Answer.Broken(broken, reason == null ? "" : reason, commits);
        }
        return new Answer.Measured(forks("base"), forks("head"), figures(body.path("canary"), "/canary"), commits);
    }

    private List<String> commits() throws RefusedException {
        JsonNode array = body.path("commits");
        List<String> commits = new ArrayList<>();
        if (array.size() > Answer.MOST_COMMITS) {
            return commits;
        }
        for (JsonNode commit : array) {
            if (!commit.isTextual() || !COMMIT.matcher(commit.textValue()).matches()) {
                throw malformed("commit expected", "/commits/" + commits.size());
            }
            commits.add(commit.textValue());
        }
        return commits;
    }

    private List<List<Double>> forks(String name) throws RefusedException {
        JsonNode array = body.path(name);
        if (!array.isArray() || array.size() > MOST_FORKS) {
            throw malformed("array of forks expected, max=" + MOST_FORKS, "/" + name);
        }
        List<List<Double>> forks = new ArrayList<>();
        for (JsonNode fork : array) {
            forks.add(figures(fork, "/" + name + "/" + forks.size()));
        }
        return forks;
    }

    private static List<Double> figures(JsonNode array, String where) throws RefusedException {
        if (!array.isArray() || array.size() > MOST_VALUES) {
            throw malformed("array of numbers expected, max=" + MOST_VALUES, where);
        }
        List<Double> figures = new ArrayList<>();
        for (JsonNode figure : array) {
            if (!figure.isNumber() || !Double.isFinite(figure.doubleValue())) {
                throw malformed("finite number expected", where + "/" + figures.size());
            }
            figures.add(figure.doubleValue());
        }
        return figures;
    }

    private static boolean isPrintable(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static RefusedException malformed(String message, String where) {
        return new RefusedException(Reason.MALFORMED, message, where);
    }
}
