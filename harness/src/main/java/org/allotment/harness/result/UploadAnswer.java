package org.allotment.harness.result;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the dashboard answers to an upload.
 *
 * @param id the run's id there
 * @param url the run's page, relative to the server
 */
public record UploadAnswer(String id, String url, Verdict verdict) {

    /**
     * Reads an answer. One that says nothing of the run is no answer: silence is not green.
     *
     * @throws IOException if the text is not JSON, or not of this shape
     * @throws RunProblem if the id, the page or the state of the verdict is absent
     */
    public static UploadAnswer read(String text) throws IOException {
        var tree = Documents.tree(text);
        for (var pointer : List.of("/id", "/url", "/verdict/state")) {
            if (tree.at(pointer).asText("").isEmpty()) {
                throw new RunProblem(ExitStatus.MISSING, "dashboard answered without a verdict, absent=" + pointer);
            }
        }
        return Documents.read(text, UploadAnswer.class);
    }

    /** Counts by state, and what stands out. */
    public record Verdict(
            String state,
            int green,
            int suspect,
            int red,
            int missing,
            int notApplicable,
            int tooFewRuns,
            int improved,
            List<Finding> findings) {

        /** Absent findings are none. */
        public Verdict {
            findings = findings == null ? List.of() : List.copyOf(findings);
        }

        /** How many results were compared with a history. */
        public int judged() {
            return green + improved + suspect + red;
        }
    }

    /**
     * One thing that stands out.
     *
     * @param kind {@code time}, {@code deterministic}, {@code litmus} or {@code missing}
     * @param ratio new over old, or null
     */
    public record Finding(
            @Nullable String state,
            @Nullable String kind,
            @Nullable String series,
            @Nullable String name,
            @Nullable String metric,
            int threads,
            @Nullable Double ratio,
            @Nullable String text,
            @Nullable String commit) {

        /** Whether both speak of the same metric of the same benchmark. */
        public boolean isAbout(Finding other) {
            return threads == other.threads && Objects.equals(name, other.name) && Objects.equals(metric, other.metric);
        }

        /** Whether this is a finding of the state and kind. */
        public boolean is(String wantedState, String wantedKind) {
            return wantedState.equals(state) && wantedKind.equals(kind);
        }
    }
}
