package org.allotment.reports.format;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.document.EnvironmentDocument.Unit;

/** One unit of work; it stands on its first token. */
final class UnitReader {
    private static final Set<String> KINDS = Set.of("jmh", "stress");
    private static final Set<String> STATES = Set.of("finished", "failed", "missing", "notApplicable");

    private final Cursor cursor;
    private final Map<String, String> params = new TreeMap<>();
    private String id = "";
    private String kind = "jmh";
    private String name = "";
    private int threads = 1;
    private int fork;
    private String state = "";
    private String reason = "";
    private long durationMillis;

    UnitReader(Cursor cursor) {
        this.cursor = cursor;
    }

    Unit read() throws IOException, DocumentFault {
        cursor.object(this::field);
        if (name.isEmpty() || state.isEmpty()) {
            throw cursor.fault("field expected and absent, name=" + (name.isEmpty() ? "name" : "state"));
        }
        return new Unit(id, kind, name, Params.of(params), threads, fork, state, reason, durationMillis);
    }

    private void field(String field) throws IOException, DocumentFault {
        if (cursor.isNull()) {
            return;
        }
        switch (field) {
            case "id" -> id = cursor.text(Limits.NAME_LENGTH);
            case "kind" -> kind = word(KINDS, "kind of unit");
            case "name" -> name = cursor.name();
            case "params" -> cursor.object(param -> params.put(param, cursor.text(Limits.TEXT_LENGTH)));
            case "threads" -> threads = cursor.small(0);
            case "fork" -> fork = cursor.small(0);
            case "state" -> state = word(STATES, "state of unit");
            case "reason" -> reason = cursor.text(Limits.TEXT_LENGTH);
            case "durationMillis" -> durationMillis = cursor.count();
            default -> cursor.skip();
        }
    }

    private String word(Set<String> words, String what) throws IOException, DocumentFault {
        String word = cursor.name();
        if (!words.contains(word)) {
            throw cursor.fault(what + " expected, one of "
                    + String.join(", ", words.stream().sorted().toList()) + ", found=\"" + word + "\"");
        }
        return word;
    }
}
