package org.allotment.reports.app.command;

/** Names are text, also on a terminal. */
final class TerminalText {
    private TerminalText() {}

    /** The text without what a terminal would obey. */
    static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "?");
    }
}
