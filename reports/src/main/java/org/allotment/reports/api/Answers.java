package org.allotment.reports.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.model.Reported;
import org.allotment.reports.model.State;
import org.allotment.reports.model.history.Finding;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.VerdictCounts;
import org.allotment.reports.store.RawResult;
import org.jspecify.annotations.Nullable;

/** Bodies of answers, as docs/result-format.md gives them. */
public final class Answers {
    private Answers() {}

    /** A stored run; {@code data} is left out of the answer to an upload. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Run(
            String id,
            String url,
            Map<String, Object> verdict,
            @Nullable RunDetail data) {}

    /** A page of a list. */
    record Page<T>(int total, int offset, int limit, List<T> items) {}

    /** One series with its raw samples by run. */
    record Series(SeriesHistory history, List<Raw> samples) {}

    /** Raw data of one run in JMH's own words and shapes. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Raw(
            String run,
            List<List<Object>> rawData,
            List<Object> rawDataHistogram,
            List<Map<String, Object>> reported) {}

    static Run created(RunDetail run) {
        return new Run(run.run().id(), url(run.run()), verdict(run.run().verdict(), run.findings()), null);
    }

    static Run whole(RunDetail run) {
        return new Run(run.run().id(), url(run.run()), verdict(run.run().verdict(), run.findings()), run);
    }

    /** The raw data of one result. */
    public static Raw raw(RawResult result) {
        List<Object> histogram = result.histograms().forks().stream()
                .<Object>map(fork -> fork.stream()
                        .map(iteration -> iteration.stream()
                                .map(bucket -> List.of(figure(bucket.value()), bucket.count()))
                                .toList())
                        .toList())
                .toList();
        List<List<Object>> samples = result.samples().asLists().stream()
                .map(fork -> fork.stream().map(Answers::figure).toList())
                .toList();
        return new Raw(
                result.runId(),
                samples,
                histogram,
                result.reported().stream().map(Answers::reported).toList());
    }

    private static Map<String, Object> reported(Reported reported) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("score", figure(reported.score()));
        fields.put("scoreError", figure(reported.error()));
        fields.put("scoreConfidence", List.of(figure(reported.low()), figure(reported.high())));
        Map<String, Object> percentiles = new LinkedHashMap<>();
        reported.percentiles().forEach((name, value) -> percentiles.put(name, figure(value)));
        fields.put("scorePercentiles", percentiles);
        return fields;
    }

    /** A number, or the word that JMH writes where JSON has none. */
    private static Object figure(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+INF" : "-INF";
        }
        return value;
    }

    private static String url(RunSummary run) {
        return "/runs/" + run.id();
    }

    private static Map<String, Object> verdict(VerdictCounts verdict, List<Finding> findings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", verdict.state().word());
        for (State state : State.values()) {
            fields.put(state.word(), verdict.of(state));
        }
        fields.put("findings", findings.stream().map(Answers::finding).toList());
        return fields;
    }

    private static Map<String, Object> finding(Finding finding) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", finding.state().word());
        fields.put("kind", finding.kind().word());
        putIfKnown(fields, "series", finding.seriesId() == 0 ? null : "/series/" + finding.seriesId());
        fields.put("name", finding.name());
        putIfKnown(fields, "metric", finding.metric());
        fields.put("threads", finding.threads());
        putIfKnown(fields, "ratio", Double.isFinite(finding.ratio()) ? finding.ratio() : null);
        fields.put("text", finding.text());
        putIfKnown(fields, "commit", finding.commit());
        return fields;
    }

    private static void putIfKnown(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
