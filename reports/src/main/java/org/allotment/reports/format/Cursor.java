package org.allotment.reports.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in a JSON stream: takes values of the type that the format wants, and faults with the place otherwise. */
final class Cursor {
    private final JsonParser json;
    private final Documents.Allowance allowance;

    Cursor(JsonParser json, Documents.Allowance allowance) {
        this.json = json;
        this.allowance = allowance;
    }

    /** Moves to the first token. */
    void start() throws IOException, DocumentFault {
        if (json.nextToken() == null) {
            throw fault("document expected, found nothing");
        }
    }

    /** Faults when anything follows the document. */
    void end() throws IOException, DocumentFault {
        if (json.nextToken() != null) {
            throw fault("end of document expected, found=" + json.currentToken());
        }
    }

    /** Calls {@code field} for each name of an object, standing on its value. */
    void object(Field field) throws IOException, DocumentFault {
        expect(JsonToken.START_OBJECT, "object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = checked(json.currentName());
            keep(Limits.FIELD, name.length());
            json.nextToken();
            field.take(name);
        }
    }

    /** Calls {@code element} for each element of an array, standing on it. */
    void array(Element element) throws IOException, DocumentFault {
        expect(JsonToken.START_ARRAY, "array");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            keep(1, 0);
            element.take();
        }
    }

    /** Passes over a value that the format does not name; its names are kept while duplicates are looked for. */
    void skip() throws IOException, DocumentFault {
        int depth = 0;
        do {
            JsonToken token = json.currentToken();
            if (token == null) {
                throw fault("document cut short");
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (token == JsonToken.FIELD_NAME) {
                keep(Limits.FIELD, json.currentName().length());
            }
        } while (depth > 0 && advanced());
    }

    private boolean advanced() throws IOException {
        json.nextToken();
        return true;
    }

    boolean isNull() {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    String text(int maxLength) throws IOException, DocumentFault {
        expect(JsonToken.VALUE_STRING, "string");
        String text = json.getText();
        if (text.length() > maxLength) {
            throw fault("string too long, length=" + text.length() + ", max=" + maxLength);
        }
        keep(0, text.length());
        return checked(text);
    }

    @Nullable
    String maybeText(int maxLength) throws IOException, DocumentFault {
        return isNull() ? null : text(maxLength);
    }

    /** A string, a number or a flag as text. */
    @Nullable
    String maybeScalar(int maxLength) throws IOException, DocumentFault {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
            case null, default -> text(maxLength);
        };
    }

    String textOrEmpty(int maxLength) throws IOException, DocumentFault {
        return isNull() ? "" : text(maxLength);
    }

    /** A name: not empty. */
    String name() throws IOException, DocumentFault {
        String name = text(Limits.NAME_LENGTH);
        if (name.isEmpty()) {
            throw fault("name expected, found=\"\"");
        }
        return name;
    }

    /** A number, or one of the quoted words that JMH writes where JSON has no number. */
    double figure() throws IOException, DocumentFault {
        return switch (json.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite();
            case VALUE_STRING -> quoted();
            case null, default -> throw unexpected("number");
        };
    }

    @Nullable
    Double maybeFigure() throws IOException, DocumentFault {
        return isNull() ? null : figure();
    }

    long whole(long min, long max) throws IOException, DocumentFault {
        expect(JsonToken.VALUE_NUMBER_INT, "whole number");
        String digits = json.getText();
        if (digits.length() <= 20) {
            long value = Long.MIN_VALUE;
            try {
                value = Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw fault("whole number out of range, found=" + digits);
            }
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw fault("whole number out of range, found=" + shortened(digits) + ", min=" + min + ", max=" + max);
    }

    int small(int min) throws IOException, DocumentFault {
        return (int) whole(min, Integer.MAX_VALUE);
    }

    long count() throws IOException, DocumentFault {
        return whole(0, Long.MAX_VALUE);
    }

    @Nullable
    Boolean maybeFlag() throws IOException, DocumentFault {
        return isNull() ? null : flag();
    }

    boolean flag() throws DocumentFault {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case null, default -> throw unexpected("true or false");
        };
    }

    @Nullable
    Instant maybeTime() throws IOException, DocumentFault {
        if (isNull()) {
            return null;
        }
        String text = text(64);
        try {
            Instant time = Instant.parse(text);
            // What a store can hold in milliseconds, and a calendar can show.
            if (time.isBefore(Instant.EPOCH) || time.isAfter(Limits.LATEST)) {
                throw fault("time out of range, found=" + text);
            }
            return time;
        } catch (DateTimeException e) {
            throw fault("time such as 2026-01-02T03:04:05Z expected, found=\"" + shortened(text) + "\"");
        }
    }

    List<String> texts(int maxLength) throws IOException, DocumentFault {
        List<String> texts = new ArrayList<>();
        if (!isNull()) {
            array(() -> texts.add(text(maxLength)));
        }
        return texts;
    }

    List<Double> figures() throws IOException, DocumentFault {
        List<Double> figures = new ArrayList<>();
        if (!isNull()) {
            array(() -> figures.add(figure()));
        }
        return figures;
    }

    /** Figures without a box around each. */
    double[] plainFigures() throws IOException, DocumentFault {
        Figures figures = new Figures();
        array(() -> figures.add(figure()));
        return Arrays.copyOf(figures.values, figures.size);
    }

    private static final class Figures {
        private double[] values = new double[8];
        private int size;

        void add(double value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + (size >> 1));
            }
            values[size++] = value;
        }
    }

    private void keep(int values, int characters) throws DocumentFault {
        if (!allowance.holds(values, characters)) {
            throw new DocumentFault(new ParseProblem(
                    ParseProblem.Kind.TOO_LARGE, "more than is kept of one upload, see the limits", where()));
        }
    }

    DocumentFault fault(String message) {
        return new DocumentFault(new ParseProblem(ParseProblem.Kind.MALFORMED, message, where()));
    }

    DocumentFault unknownFormat(String message) {
        return new DocumentFault(new ParseProblem(ParseProblem.Kind.UNKNOWN_FORMAT, message, where()));
    }

    String where() {
        return Documents.place(json, json.currentTokenLocation());
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private double finite() throws IOException, DocumentFault {
        double value = Double.parseDouble(json.getText());
        if (Double.isInfinite(value)) {
            throw fault("number out of range, found=" + shortened(json.getText()));
        }
        return value;
    }

    private double quoted() throws IOException, DocumentFault {
        return switch (json.getText()) {
            case "NaN" -> Double.NaN;
            case "+INF" -> Double.POSITIVE_INFINITY;
            case "-INF" -> Double.NEGATIVE_INFINITY;
            default -> throw unexpected("number");
        };
    }

    /** Text that every store can keep: no NUL, no half of a surrogate pair. */
    private String checked(String text) throws DocumentFault {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw fault("text without NUL expected, index=" + i);
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw fault("whole characters expected, found half a surrogate pair, index=" + i);
                }
                i++;
            }
        }
        return text;
    }

    private void expect(JsonToken token, String name) throws DocumentFault {
        if (json.currentToken() != token) {
            throw unexpected(name);
        }
    }

    private DocumentFault unexpected(String wanted) {
        return fault(wanted + " expected, found=" + found());
    }

    private String found() {
        try {
            JsonToken token = json.currentToken();
            if (token == null) {
                return "end of document";
            }
            if (token == JsonToken.VALUE_STRING) {
                return "\"" + shortened(json.getText()) + "\"";
            }
            return token.isScalarValue() ? shortened(json.getText()) : token.asString();
        } catch (IOException e) {
            return "unreadable";
        }
    }

    /** What to do with a field. */
    interface Field {
        void take(String name) throws IOException, DocumentFault;
    }

    /** What to do with an element. */
    interface Element {
        void take() throws IOException, DocumentFault;
    }
}
