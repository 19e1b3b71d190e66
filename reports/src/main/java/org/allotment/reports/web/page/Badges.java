package org.allotment.reports.web.page;

import org.allotment.reports.model.State;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.web.view.part.Badge;

/** Words, symbols and tones of states. */
public final class Badges {

    private static final Badge FAILED = new Badge("bad", "✕", "failed");

    private Badges() {}

    /** The badge of a verdict. */
    public static Badge of(State state) {
        return switch (state) {
            case GREEN -> Badge.GREEN;
            case IMPROVED -> Badge.IMPROVED;
            case SUSPECT -> Badge.SUSPECT;
            case RED -> Badge.RED;
            case MISSING -> Badge.MISSING;
            case NOT_APPLICABLE -> Badge.NOT_APPLICABLE;
            case TOO_FEW_RUNS -> Badge.TOO_FEW_RUNS;
            case UNGATED -> Badge.NOT_GATED;
        };
    }

    /** The badge of a change of level: red only when it is for the worse and borne out. */
    static Badge of(SeriesChange change) {
        String tone = change.worse() ? change.standing() == SeriesChange.Standing.CONFIRMED ? "bad" : "warn" : "good";
        String word =
                (change.worse() ? "worse, " : "better, ") + change.standing().word();
        return new Badge(tone, change.worse() ? "▲" : "▼", word);
    }

    /** The badge of a unit of work, by the producer's word. */
    static Badge ofUnit(String state) {
        return switch (state) {
            case "failed" -> FAILED;
            case "missing" -> Badge.MISSING;
            case "notApplicable" -> Badge.NOT_APPLICABLE;
            default -> Badge.plain(state);
        };
    }

    /** The badge of what jcstress expects of an outcome; a forbidden one that was not seen is good news. */
    static Badge ofOutcome(String expect, boolean seen, boolean inverted) {
        return switch (expect) {
            case "ACCEPTABLE" -> Badge.plain("acceptable");
            case "ACCEPTABLE_INTERESTING" -> new Badge(seen ? "warn" : "calm", "▲", "interesting");
            case "FORBIDDEN" -> forbidden(seen, inverted);
            default -> new Badge(seen ? "bad" : "calm", "✕", "unknown");
        };
    }

    private static Badge forbidden(boolean seen, boolean inverted) {
        if (seen == inverted) {
            return new Badge("good", "✓", seen ? "forbidden, seen as it must" : "forbidden, not seen");
        }
        return new Badge("bad", "✕", seen ? "forbidden, seen" : "forbidden, not seen");
    }
}
