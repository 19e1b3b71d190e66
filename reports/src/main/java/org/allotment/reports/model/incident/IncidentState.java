package org.allotment.reports.model.incident;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people make of an incident. */
public enum IncidentState {
    /** Nobody has looked. */
    NEW,
    /** Somebody is at it. */
    ACKNOWLEDGED,
    /** It is so on purpose. */
    EXPECTED,
    /** It is mended. */
    FIXED,
    /** It is none. */
    INVALID;

    /** The word of the API, the command line and the store. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it waits for somebody. */
    public boolean isOpen() {
        return this == NEW || this == ACKNOWLEDGED;
    }

    /** The state with this word; throws {@link IllegalArgumentException} for any other. */
    public static IncidentState of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown state, known="
                        + Arrays.stream(values()).map(IncidentState::word).collect(Collectors.joining("|"))));
    }
}
