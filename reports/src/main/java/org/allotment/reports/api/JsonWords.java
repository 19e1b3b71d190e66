package org.allotment.reports.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.allotment.reports.compare.Pair;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.Params;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.incident.IncidentState;

/** How records of the history are written as JSON: states by their word, parameters as an object, no figure as null. */
@Singleton
final class JsonWords implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        SimpleModule module = new SimpleModule("allotment");
        JsonSerializer<Double> figures = of((value, json) -> {
            if (Double.isFinite(value)) {
                json.writeNumber(value.doubleValue());
            } else {
                json.writeNull();
            }
        });
        module.addSerializer(Double.class, figures);
        module.addSerializer(double.class, figures);
        module.addSerializer(State.class, of((state, json) -> json.writeString(state.word())));
        module.addKeySerializer(State.class, of((state, json) -> json.writeFieldName(state.word())));
        module.addSerializer(Finding.Kind.class, of((kind, json) -> json.writeString(kind.word())));
        module.addSerializer(SeriesChange.Standing.class, of((standing, json) -> json.writeString(standing.word())));
        module.addSerializer(IncidentState.class, of((state, json) -> json.writeString(state.word())));
        module.addSerializer(Pair.Outcome.class, of((outcome, json) -> json.writeString(outcome.word())));
        module.addSerializer(MetricKind.class, of((kind, json) -> json.writeString(kind.word())));
        module.addSerializer(Params.class, of((params, json) -> json.writePOJO(params.values())));
        mapper.registerModule(module);
    }

    private static <T> JsonSerializer<T> of(Writer<T> writer) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                writer.write(value, json);
            }
        };
    }

    private interface Writer<T> {
        void write(T value, JsonGenerator json) throws IOException;
    }
}
