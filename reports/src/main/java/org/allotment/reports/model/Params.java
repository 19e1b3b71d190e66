package org.allotment.reports.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parameters of a benchmark, sorted by name; names and values are plain text and kept as sent. */
public record Params(SortedMap<String, String> values) {
    /** No parameters. */
    public static final Params NONE = new Params(new TreeMap<>());

    /** Sorted copy. */
    public Params {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Parameters from any map. */
    public static Params of(Map<String, String> values) {
        return new Params(new TreeMap<>(values));
    }

    /** {@code name=value&name=value}, for people and for {@code --only}; not a key, for values may hold the separators. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            text.append(text.isEmpty() ? "" : "&")
                    .append(entry.getKey())
                    .append('=')
                    .append(entry.getValue());
        }
        return text.toString();
    }

    /** The name of a benchmark with its parameters behind a question mark, or alone when there are none. */
    public String label(String benchmark) {
        return values.isEmpty() ? benchmark : benchmark + "?" + text();
    }

    @Override
    public String toString() {
        return text();
    }
}
