package org.allotment.reports.web.view.part;

/**
 * A verdict as word, symbol and tone: never by colour alone.
 *
 * @param tone one of the sheet's classes {@code good}, {@code warn}, {@code bad}, {@code lost}, {@code calm}
 * @param symbol one character, hidden from screen readers
 * @param word what is read
 */
public record Badge(String tone, String symbol, String word) {

    /** Everything expected ran and nothing moved. */
    public static final Badge GREEN = new Badge("good", "✓", "green");
    /** Better than its history. */
    public static final Badge IMPROVED = new Badge("good", "▼", "improved");
    /** Moved beyond its history and not yet measured again. */
    public static final Badge SUSPECT = new Badge("warn", "▲", "suspect");
    /** Slower, or not correct, for sure. */
    public static final Badge RED = new Badge("bad", "✕", "red");
    /** Expected and absent, which is as bad as red. */
    public static final Badge MISSING = new Badge("lost", "∅", "missing");
    /** Declared beforehand as impossible here. */
    public static final Badge NOT_APPLICABLE = new Badge("calm", "–", "not applicable");
    /** The history is too short to say. */
    public static final Badge TOO_FEW_RUNS = new Badge("calm", "…", "too few runs");
    /** Kept and shown, never judged. */
    public static final Badge NOT_GATED = new Badge("calm", "○", "not judged");

    /** Returns a grey badge for a state that has no verdict of its own. */
    public static Badge plain(String word) {
        return new Badge("calm", "○", word);
    }
}
