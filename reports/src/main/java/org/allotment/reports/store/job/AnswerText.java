package org.allotment.reports.store.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.allotment.reports.model.job.Answer;

/** An answer as one text: equal answers are equal texts. */
public final class AnswerText {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerText() {}

    /** The text, a JSON object. */
    public static String of(Answer answer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            switch (answer) {
                case Answer.Measured measured -> {
                    write(json, "base", measured.base());
                    write(json, "head", measured.head());
                    json.writeFieldName("canary");
                    write(json, measured.canary());
                }
                case Answer.Broken broken -> {
                    json.writeStringField("broken", broken.sha());
                    json.writeStringField("reason", broken.reason());
                }
            }
            json.writeArrayFieldStart("commits");
            for (String commit : answer.commits()) {
                json.writeString(commit);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, List<List<Double>> forks) throws IOException {
        json.writeArrayFieldStart(name);
        for (List<Double> fork : forks) {
            write(json, fork);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, List<Double> values) throws IOException {
        json.writeStartArray();
        for (double value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
