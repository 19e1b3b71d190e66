package org.allotment.reports.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.HeapDocument;
import org.allotment.reports.model.document.JmhResult;
import org.allotment.reports.model.document.StressDocument;

/** Reads the four documents. Each closes its stream; a fault of the stream itself stays an {@link IOException}. */
public final class Documents {
    private static final JsonFactory JSON = Limits.json();
    private static final int MESSAGE_LENGTH = 300;

    private final Allowance allowance;

    /** Those of one upload, which share what may be kept of it. */
    public Documents() {
        this(Limits.KEPT_VALUES, Limits.KEPT_CHARACTERS);
    }

    Documents(long values, long characters) {
        this.allowance = new Allowance(values, characters);
    }

    /** What may still be kept. */
    static final class Allowance {
        private long values;
        private long characters;

        private Allowance(long values, long characters) {
            this.values = values;
            this.characters = characters;
        }

        /** False when that is more than there is left. */
        boolean holds(int moreValues, int moreCharacters) {
            values -= moreValues;
            characters -= moreCharacters;
            return values >= 0 && characters >= 0;
        }
    }

    /** JMH's array. */
    public Parsed<List<JmhResult>> jmh(InputStream in) throws IOException {
        return read(in, cursor -> new JmhReader(cursor).read());
    }

    /** {@value StressDocument#FORMAT}. */
    public Parsed<StressDocument> stress(InputStream in) throws IOException {
        return read(in, cursor -> new StressReader(cursor).read());
    }

    /** {@value EnvironmentDocument#FORMAT}. */
    public Parsed<EnvironmentDocument> environment(InputStream in) throws IOException {
        return read(in, cursor -> new EnvironmentReader(cursor).read());
    }

    /** {@value HeapDocument#FORMAT}. */
    public Parsed<HeapDocument> heap(InputStream in) throws IOException {
        return read(in, cursor -> new HeapReader(cursor).read());
    }

    private <T> Parsed<T> read(InputStream in, Grammar<T> grammar) throws IOException {
        try (JsonParser json = JSON.createParser(utf8(in))) {
            Cursor cursor = new Cursor(json, allowance);
            try {
                cursor.start();
                T value = grammar.read(cursor);
                cursor.end();
                return new Parsed.Document<>(value);
            } catch (DocumentFault e) {
                return new Parsed.Refused<>(e.problem());
            } catch (JsonProcessingException e) {
                return new Parsed.Refused<>(problem(e, json));
            } catch (CharacterCodingException e) {
                return new Parsed.Refused<>(new ParseProblem(
                        ParseProblem.Kind.MALFORMED, "UTF-8 expected", place(json, json.currentLocation())));
            }
        }
    }

    private static ParseProblem problem(JsonProcessingException fault, JsonParser json) {
        JsonLocation place = fault.getLocation() == null ? json.currentLocation() : fault.getLocation();
        String message = fault.getOriginalMessage().lines().findFirst().orElse("not JSON");
        return new ParseProblem(
                ParseProblem.Kind.MALFORMED,
                message.length() <= MESSAGE_LENGTH ? message : message.substring(0, MESSAGE_LENGTH) + "…",
                place(json, place));
    }

    static String place(JsonParser json, JsonLocation place) {
        return json.getParsingContext().pathAsPointer() + " (line " + place.getLineNr() + ", column "
                + place.getColumnNr() + ")";
    }

    /** Bytes that are no UTF-8 are a fault here, not a replacement character. */
    private static Reader utf8(InputStream in) {
        return new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private interface Grammar<T> {
        T read(Cursor cursor) throws IOException, DocumentFault;
    }
}
