package org.allotment.reports.web.text;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines of RFC 4180 text; a cell that a spreadsheet would run as a formula is disarmed with an apostrophe. */
public final class Cells {
    private Cells() {}

    /** One line of texts, numbers and truths; null and what is no number are empty. */
    public static String line(@Nullable Object... cells) {
        return Stream.of(cells).map(Cells::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double figure) {
            return figure.isNaN() ? "" : figure.toString();
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : text(value.toString());
    }

    /** One text. */
    public static String text(String value) {
        boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
        String safe = formula ? "'" + value : value;
        return safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
