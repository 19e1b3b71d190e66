package org.allotment.reports.web.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A qualified name in two parts, the one people say and the one that places it: {@code PairBenchmark.pair} of {@code org.allotment.harness.bench}.
 *
 * @param full the name as uploaded
 * @param place the package, or empty
 * @param title the rest
 */
public record Names(String full, String place, String title) {

    private static final int MOST_PIECES = 100;

    /** Splits before the first segment that starts with a capital, else before the last two segments. */
    public static Names of(String full) {
        int start = classStart(full);
        if (start < 0) {
            start = full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1;
        }
        return new Names(full, start == 0 ? "" : full.substring(0, start - 1), full.substring(start));
    }

    /** Returns the title in pieces between which a line may break: after separators and before humps. */
    public List<String> pieces() {
        return pieces(title);
    }

    /** Returns the place in such pieces. */
    public List<String> placePieces() {
        return pieces(place);
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = 1; i < text.length() && pieces.size() < MOST_PIECES; i++) {
            char before = text.charAt(i - 1);
            boolean hump = Character.isLowerCase(before) && Character.isUpperCase(text.charAt(i));
            if (hump || ".?&=_-/".indexOf(before) >= 0) {
                pieces.add(text.substring(from, i));
                from = i;
            }
        }
        pieces.add(text.substring(from));
        return pieces;
    }

    private static int classStart(String full) {
        int from = 0;
        while (from < full.length()) {
            if (Character.isUpperCase(full.codePointAt(from))) {
                return from;
            }
            int dot = full.indexOf('.', from);
            if (dot < 0) {
                return -1;
            }
            from = dot + 1;
        }
        return -1;
    }
}
