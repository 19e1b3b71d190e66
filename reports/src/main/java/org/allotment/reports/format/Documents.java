package org.allotment.reports.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.JmhResult;
import org.allotment.reports.model.document.StressDocument;

/** Reads the three documents. Neither method closes its stream; a fault of the stream itself stays an {@link IOException}. */
public final class Documents {
    private static final JsonFactory JSON = Limits.json();
    private static final int MESSAGE_LENGTH = 300;

    private Documents() {}

    /** JMH's array. */
    public static Parsed<List<JmhResult>> jmh(InputStream in) throws IOException {
        return read(in, cursor -> new JmhReader(cursor).read());
    }

    /** {@value StressDocument#FORMAT}. */
    public static Parsed<StressDocument> stress(InputStream in) throws IOException {
        return read(in, cursor -> new StressReader(cursor).read());
    }

    /** {@value EnvironmentDocument#FORMAT}. */
    public static Parsed<EnvironmentDocument> environment(InputStream in) throws IOException {
        return read(in, cursor -> new EnvironmentReader(cursor).read());
    }

    private static <T> Parsed<T> read(InputStream in, Reader<T> reader) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            Cursor cursor = new Cursor(json);
            try {
                cursor.start();
                T value = reader.read(cursor);
                cursor.end();
                return new Parsed.Document<>(value);
            } catch (DocumentFault e) {
                return new Parsed.Refused<>(e.problem());
            } catch (JsonProcessingException e) {
                return new Parsed.Refused<>(problem(e, json));
            }
        }
    }

    private static ParseProblem problem(JsonProcessingException fault, JsonParser json) {
        JsonLocation place = fault.getLocation() == null ? json.currentLocation() : fault.getLocation();
        String message = fault.getOriginalMessage().lines().findFirst().orElse("not JSON");
        String where = json.getParsingContext().pathAsPointer() + " (line " + place.getLineNr() + ", column "
                + place.getColumnNr() + ")";
        return new ParseProblem(
                ParseProblem.Kind.MALFORMED,
                message.length() <= MESSAGE_LENGTH ? message : message.substring(0, MESSAGE_LENGTH) + "…",
                where);
    }

    private interface Reader<T> {
        T read(Cursor cursor) throws IOException, DocumentFault;
    }
}
