package org.allotment.reports.alert.mail;

/** Somebody else's text in a mail. */
final class Texts {
    private static final int LONGEST = 1_000;

    private Texts() {}

    /** One line of it: whatever could end a line, hide or turn round what follows is a blank, and blanks in a row are one. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (!isSafe(c)) {
                c = ' ';
            }
            boolean again = c == ' ' && (line.isEmpty() || line.charAt(line.length() - 1) == ' ');
            if (!again && line.length() < LONGEST) {
                line.appendCodePoint(c);
            }
        });
        return line.toString().strip();
    }

    /** The same, and no longer than so many characters. */
    static String line(String text, int most) {
        String line = line(text);
        if (line.length() <= most) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(most - 2)) ? most - 2 : most - 1;
        return line.substring(0, end) + "…";
    }

    private static boolean isSafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
