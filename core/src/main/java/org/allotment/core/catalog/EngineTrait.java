package org.allotment.core.catalog;

import java.util.Locale;

/** What an engine for blocks promises beyond the rules that hold for all. */
public enum EngineTrait {
    /** A freed block serves later requests, in whatever order blocks are freed. */
    REUSES,
    /** The forms that check catch interior, double and mismatched frees; else foreign ones only. */
    CATCHES_MISUSE,
    /** A block can be freed, and its usable size asked for, by its address alone. */
    SIZE_AWARE,
    /** Draws more memory from its source when it runs out; else it has one region for life. */
    GROWS,
    /** Any thread may call at any time. */
    ANY_THREAD;

    /**
     * Returns the trait as people write it.
     *
     * @return words in lower case
     */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
