package org.allotment.reports.campaign.guard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Spoils documents: bytes and what JSON is made of. */
final class Mutator {
    private static final int MOST_CHANGES = 6;
    private static final int MOST_BYTES = 64;
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "-",
            "NaN",
            "\"NaN\"",
            "Infinity",
            "\"+INF\"",
            "1e999",
            "-1e-999",
            "9223372036854775808",
            "0x1p3",
            "00",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\u202e",
            "\ufeff",
            "[[[[[[",
            "{\"a\":{\"a\":",
            "\"\":",
            "/*",
            "//",
            "'",
            "<script>",
            "\r\n",
            "1970-01-01T00:00:00Z",
            "-999999999-01-01T00:00:00Z");

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** Another document near this one. */
    byte[] mutated(byte[] document) {
        byte[] bytes = document;
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        if (bytes.length < 2) {
            return word();
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(1 + random.nextInt(MOST_BYTES), bytes.length - at);
        return switch (random.nextInt(8)) {
            case 0 -> flipped(bytes, at);
            case 1 -> joined(bytes, at, new byte[0], at + length);
            case 2 -> joined(bytes, at + length, part(bytes, at, length), at + length);
            case 3 -> joined(bytes, at, word(), at);
            case 4 -> joined(bytes, at, word(), Math.min(bytes.length, at + 1 + random.nextInt(8)));
            case 5 -> joined(bytes, at, part(bytes, random.nextInt(bytes.length), length), at + length);
            case 6 -> random.nextInt(8) == 0 ? part(bytes, 0, at) : flipped(bytes, at);
            default -> digits(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) random.nextInt(256);
        return copy;
    }

    /** The next number becomes another. */
    private byte[] digits(byte[] bytes, int at) {
        int from = at;
        while (from < bytes.length && !Character.isDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && Character.isDigit(bytes[to])) {
            to++;
        }
        String number = random.nextBoolean() ? Long.toString(random.nextLong()) : "9".repeat(1 + random.nextInt(600));
        return joined(bytes, from, number.getBytes(StandardCharsets.US_ASCII), to);
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(byte[] bytes, int from, int length) {
        byte[] part = new byte[Math.min(length, bytes.length - from)];
        System.arraycopy(bytes, from, part, 0, part.length);
        return part;
    }

    /** Everything before {@code head}, something, and everything from {@code tail}. */
    private static byte[] joined(byte[] bytes, int head, byte[] between, int tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + between.length);
        out.write(bytes, 0, Math.min(head, bytes.length));
        out.writeBytes(between);
        out.write(bytes, Math.min(tail, bytes.length), Math.max(0, bytes.length - tail));
        return out.toByteArray();
    }
}
