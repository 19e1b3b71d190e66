package org.allotment.reports.web.page.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.model.job.JobState;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.web.text.Cells;
import org.allotment.reports.web.text.Dots;
import org.allotment.reports.web.text.Ratios;
import org.allotment.reports.web.text.Scale;
import org.allotment.reports.web.view.job.JobPage.Measured;
import org.allotment.reports.web.view.job.JobPage.Range;
import org.allotment.reports.web.view.job.JobPage.Side;
import org.jspecify.annotations.Nullable;

/** What an agent found, as it was stored. */
final class Measurements {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "side,commit,fork,iteration,value,unit\r\n";
    private static final int MOST_SHOWN = 40;
    private static final double WIDTH = 600;
    private static final double MARGIN = 30;

    private Measurements() {}

    /** The answer of a stored text. */
    static Answer answer(String stored) {
        try {
            JsonNode root = JSON.readTree(stored);
            List<String> commits = new ArrayList<>();
            root.path("commits").forEach(each -> commits.add(each.asText()));
            if (root.has("broken")) {
                return new Answer.Broken(
                        root.path("broken").asText(), root.path("reason").asText(), commits);
            }
            return new Answer.Measured(
                    forks(root.path("base")), forks(root.path("head")), figures(root.path("canary")), commits);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the answer of a job cannot be read", e);
        }
    }

    private static List<List<Double>> forks(JsonNode array) {
        List<List<Double>> forks = new ArrayList<>();
        array.forEach(each -> forks.add(figures(each)));
        return forks;
    }

    private static List<Double> figures(JsonNode array) {
        List<Double> figures = new ArrayList<>();
        array.forEach(each -> figures.add(each.asDouble()));
        return figures;
    }

    static Measured of(Job job, Answer answer) {
        return switch (answer) {
            case Answer.Broken broken ->
                new Measured(
                        JobRows.brief(broken.sha()) + " cannot be measured: " + broken.reason(),
                        null,
                        Dots.of(List.of()),
                        "",
                        "",
                        List.of(),
                        "");
            case Answer.Measured measured -> measured(job, measured);
        };
    }

    private static Measured measured(Job job, Answer.Measured measured) {
        Question.Range asked = job.question().range();
        List<double[]> groups = Stream.concat(measured.base().stream(), measured.head().stream())
                .map(Measurements::array)
                .toList();
        Dots dots = Dots.of(groups);
        Scale scale = Scale.of(dots.high(), job.question().metric().unit());
        List<Side> sides = new ArrayList<>();
        sides.addAll(sides("base", asked.base(), measured.base(), scale));
        sides.addAll(sides("head", asked.head(), measured.head(), scale));
        return new Measured(
                "",
                range(job),
                dots,
                fine(scale, dots.low()),
                fine(scale, dots.high()),
                sides,
                measured.canary().stream().map(Scale::digits).collect(Collectors.joining(" · ")));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static List<Side> sides(String name, String commit, List<List<Double>> forks, Scale scale) {
        List<Side> sides = new ArrayList<>();
        for (List<Double> fork : forks) {
            double[] values = array(fork);
            String more = values.length > MOST_SHOWN ? " and " + (values.length - MOST_SHOWN) + " more" : "";
            sides.add(new Side(
                    name + ", fork " + (sides.size() + 1),
                    JobRows.brief(commit),
                    values.length == 0 ? "–" : fine(scale, Arrays.stream(values).sum() / values.length),
                    Arrays.stream(values)
                                    .limit(MOST_SHOWN)
                                    .mapToObj(scale::fine)
                                    .collect(Collectors.joining(" · "))
                            + more));
        }
        return sides;
    }

    private static String fine(Scale scale, double value) {
        return scale.fine(value) + '\u00a0' + scale.unit();
    }

    /** All values as CSV, those of the base first. */
    static String csv(Job job, Answer answer) {
        StringBuilder csv = new StringBuilder(HEAD);
        if (answer instanceof Answer.Measured measured) {
            Question question = job.question();
            lines(csv, "base", question.range().base(), measured.base(), question);
            lines(csv, "head", question.range().head(), measured.head(), question);
        }
        return csv.toString();
    }

    private static void lines(
            StringBuilder csv, String side, String commit, List<List<Double>> forks, Question question) {
        for (int fork = 0; fork < forks.size(); fork++) {
            List<Double> values = forks.get(fork);
            for (int i = 0; i < values.size(); i++) {
                csv.append(Cells.line(
                        side,
                        commit,
                        fork + 1,
                        i + 1,
                        values.get(i),
                        question.metric().unit()));
            }
        }
    }

    /** The interval on a line of logarithms, so that half and double stand equally far from one. */
    static @Nullable Range range(Job job) {
        if (!(job.state() instanceof JobState.Done done)) {
            return null;
        }
        Conclusion conclusion = done.conclusion();
        double effect = Math.log1p(job.question().effect());
        double[] ends = {Math.log(conclusion.low()), Math.log(conclusion.high()), -effect, effect};
        if (!Arrays.stream(ends).allMatch(Double::isFinite)) {
            return null;
        }
        double reach = Arrays.stream(ends).map(Math::abs).max().orElseThrow();
        return new Range(
                x(ends[0], reach),
                x(ends[1], reach),
                x(Math.log(conclusion.ratio()), reach),
                x(0, reach),
                x(-effect, reach),
                number(effect / reach * (WIDTH - 2 * MARGIN)),
                "Head over base: " + Ratios.percent(conclusion.ratio()) + ", 95 % interval "
                        + Ratios.range(conclusion.low(), conclusion.high()) + "; what does not matter ends at "
                        + Ratios.share(job.question().effect()));
    }

    private static String x(double log, double reach) {
        return number(WIDTH / 2 + log / reach * (WIDTH / 2 - MARGIN));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
