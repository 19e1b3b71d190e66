package org.allotment.reports.api.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.model.incident.IncidentState;
import org.allotment.reports.triage.Wish;
import org.jspecify.annotations.Nullable;

/** What somebody wants of an incident, from a JSON object or a form; never more than 64 KiB of it are read. */
public final class WishReader {
    private static final int MOST = 64 * 1024;
    private static final Set<String> KNOWN = Set.of("version", "state", "owner", "issue", "comment");

    private WishReader() {}

    /** The wish of {@code {"version": 3, "state": "fixed"}}; text or null for all but the version. */
    public static Wish ofJson(ObjectMapper json, InputStream body) throws IOException, RefusedException {
        JsonNode root;
        try {
            root = json.readTree(bytes(body));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new RefusedException(Reason.MALFORMED, "JSON object expected", null);
        }
        if (root == null || !root.isObject()) {
            throw new RefusedException(Reason.MALFORMED, "JSON object expected", null);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            JsonNode value = field.getValue();
            boolean fits = field.getKey().equals("version") ? value.isInt() : value.isTextual() || value.isNull();
            if (!fits) {
                throw bad("text expected, and a whole number for version, name=" + shown(field.getKey()));
            }
            if (!value.isNull()) {
                fields.put(field.getKey(), value.asText());
            }
        }
        return wish(fields);
    }

    /** The fields of a form as a browser sends it, each once. */
    public static Map<String, String> form(InputStream body) throws IOException, RefusedException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : new String(bytes(body), StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String name = decoded(pair.substring(0, equals));
                if (fields.put(name, decoded(pair.substring(equals + 1))) != null) {
                    throw bad("field twice, name=" + shown(name));
                }
            }
        }
        return fields;
    }

    /** The wish of such fields; an empty state and an empty comment want nothing. */
    public static Wish wish(Map<String, String> fields) throws RefusedException {
        for (String name : fields.keySet()) {
            if (!KNOWN.contains(name)) {
                throw bad("unknown field, name=" + shown(name) + ", known=version|state|owner|issue|comment");
            }
        }
        String state = fields.get("state");
        try {
            return new Wish(
                    version(fields.get("version")),
                    state == null || state.isEmpty() ? null : IncidentState.of(state),
                    fields.get("owner"),
                    fields.get("issue"),
                    fields.get("comment"));
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private static int version(@Nullable String text) throws RefusedException {
        if (text == null || !text.matches("[0-9]{1,9}")) {
            throw bad("whole number expected, name=version");
        }
        return Integer.parseInt(text);
    }

    private static byte[] bytes(InputStream body) throws IOException, RefusedException {
        byte[] bytes = body.readNBytes(MOST + 1);
        if (bytes.length > MOST) {
            throw new RefusedException(Reason.TOO_LARGE, "body too large, max=" + MOST, null);
        }
        return bytes;
    }

    private static String decoded(String text) throws RefusedException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("form cannot be read");
        }
    }

    private static RefusedException bad(String message) {
        return new RefusedException(Reason.BAD_PARAMETER, message, null);
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
