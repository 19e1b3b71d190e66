package org.allotment.harness.nightly.agent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.harness.result.Documents;

/** What is sent to the server. */
sealed interface Findings {
    /** The longest reason: a server refuses one of more than a thousand characters. */
    int LENGTH = 900;

    /** The body of the request, under the number of the claim. */
    String body(long fence);

    /** Values of both sides, fork by fork and iteration by iteration. */
    record Measured(List<List<Double>> base, List<List<Double>> head, List<Double> canary, List<String> commits)
            implements Findings {

        @Override
        public String body(long fence) {
            return Documents.line(
                    Map.of("fence", fence, "base", base, "head", head, "canary", canary, "commits", commits));
        }
    }

    /** A commit that does not build or run. */
    record Broken(String commit, String reason, List<String> commits) implements Findings {

        @Override
        public String body(long fence) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("fence", fence);
            fields.put("broken", commit);
            fields.put("reason", printable(reason));
            fields.put("commits", commits);
            return Documents.line(fields);
        }
    }

    /** A reason as a server takes it: one line, the end of what is too long. */
    static String printable(String text) {
        var plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ").strip();
        return plain.length() <= LENGTH ? plain : plain.substring(plain.length() - LENGTH);
    }
}
