package org.allotment.reports.model.job;

/** What two commits measured in turns say of a suspicion. */
public enum Verdict {
    /** It is there. */
    CONFIRMED("confirmed"),
    /** It is not there. */
    NO_CHANGE("noChange"),
    /** Neither can be said, or one of the commits cannot be measured. */
    UNCLEAR("unclear");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The word of the store and of the documents. */
    public String word() {
        return word;
    }

    /** The verdict with this word; throws {@link IllegalArgumentException} for any other. */
    public static Verdict of(String word) {
        for (Verdict verdict : values()) {
            if (verdict.word.equals(word)) {
                return verdict;
            }
        }
        throw new IllegalArgumentException("unknown verdict, verdict=" + word);
    }
}
