package org.allotment.reports.collect;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.format.Documents;
import org.allotment.reports.format.ParseProblem;
import org.allotment.reports.format.Parsed;
import org.allotment.reports.model.document.EnvironmentDocument;
import org.allotment.reports.model.document.JmhResult;
import org.allotment.reports.model.document.StressDocument;
import org.allotment.reports.store.write.SpooledPart;
import org.jspecify.annotations.Nullable;

/** The documents of one upload. */
record Contents(List<JmhResult> jmh, @Nullable StressDocument stress, EnvironmentDocument environment) {
    private static final int BUFFER = 64 << 10;

    /** Parses every spooled part. */
    static Contents of(List<SpooledPart> parts) throws IOException, RefusedException {
        List<JmhResult> jmh = new ArrayList<>();
        StressDocument stress = null;
        EnvironmentDocument environment = EnvironmentDocument.EMPTY;
        Documents documents = new Documents();
        for (SpooledPart part : parts) {
            switch (part.name()) {
                case "jmh" -> jmh.addAll(read(part, documents::jmh));
                case "stress" -> stress = read(part, documents::stress);
                // Kept as it came and read again by whoever looks; a bad one is refused now.
                case "heap" -> read(part, documents::heap);
                default -> environment = read(part, documents::environment);
            }
        }
        if (jmh.isEmpty() && stress == null) {
            throw new RefusedException(Reason.MISSING_PART, "at least one part expected, one of jmh, stress");
        }
        return new Contents(jmh, stress, environment);
    }

    private static <T> T read(SpooledPart part, Reader<T> reader) throws IOException, RefusedException {
        try (InputStream in =
                new BufferedInputStream(new GZIPInputStream(Files.newInputStream(part.gzip()), BUFFER), BUFFER)) {
            return switch (reader.read(in)) {
                case Parsed.Document<T>(T value) -> value;
                case Parsed.Refused<T>(ParseProblem problem) -> throw refused(part, problem);
            };
        }
    }

    private static RefusedException refused(SpooledPart part, ParseProblem problem) {
        Reason reason = switch (problem.kind()) {
            case MALFORMED -> Reason.MALFORMED;
            case UNKNOWN_FORMAT -> Reason.UNKNOWN_FORMAT;
            case TOO_LARGE -> Reason.TOO_LARGE;
        };
        String name = part.name().equals("jmh") ? "jmh[" + part.index() + "]" : part.name();
        return new RefusedException(reason, problem.message(), name + ": " + problem.where());
    }

    private interface Reader<T> {
        Parsed<T> read(InputStream in) throws IOException;
    }
}
