package org.allotment.reports.detect.confirm;

import java.util.List;
import java.util.Locale;
import org.allotment.reports.detect.Verdicts;
import org.allotment.reports.model.MetricKind;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Conclusion;
import org.allotment.reports.model.job.Question;
import org.allotment.reports.model.job.Verdict;
import org.allotment.reports.stats.ForkBootstrap;
import org.allotment.reports.stats.ForkSummary;
import org.allotment.reports.stats.Interval;
import org.allotment.reports.stats.Robust;

/** What an answer says of its question (docs/statistics.md, section 15). */
public final class ConfirmRule {
    /** Forks that either side needs. */
    public static final int FEWEST_FORKS = 5;

    private static final double HALF = 0.5;

    private ConfirmRule() {}

    /** The conclusion; the same for the same question, answer and seed. */
    public static Conclusion conclude(Question question, Answer answer, long seed) {
        return switch (answer) {
            case Answer.Broken broken ->
                Conclusion.unclear("cannot be measured, commit=" + broken.sha() + ", reason=" + broken.reason());
            case Answer.Measured measured -> conclude(question, measured, seed);
        };
    }

    /**
     * The least change that a step of a bisection asks for: half the confirmed one on the log scale, where a commit with it
     * and one without are told apart best; never less than what matters.
     */
    public static double halfEffect(double effect, double ratio) {
        double half = Math.expm1(HALF * Math.abs(Math.log(ratio)));
        return Double.isFinite(half) ? Math.max(effect, half) : effect;
    }

    private static Conclusion conclude(Question question, Answer.Measured measured, long seed) {
        double[] base = forks(measured.base());
        double[] head = forks(measured.head());
        if (base.length < FEWEST_FORKS || head.length < FEWEST_FORKS) {
            return Conclusion.unclear(
                    "too few forks, base=" + base.length + ", head=" + head.length + ", min=" + FEWEST_FORKS);
        }
        return question.metric().kind() == MetricKind.DETERMINISTIC
                ? deterministic(question, base, head)
                : time(question, base, head, new Noise(movement(measured.canary()), seed));
    }

    private record Noise(double movement, long seed) {}

    /** The mean of the iterations of each fork that has any. */
    private static double[] forks(List<List<Double>> forks) {
        return forks.stream()
                .filter(fork -> !fork.isEmpty())
                .mapToDouble(fork -> Robust.mean(
                        fork.stream().mapToDouble(Double::doubleValue).toArray()))
                .toArray();
    }

    /** How far the machine itself moved meanwhile, as a fraction: the canary furthest from their median. */
    static double movement(List<Double> canary) {
        double median =
                Robust.median(canary.stream().mapToDouble(Double::doubleValue).toArray());
        return canary.stream()
                .mapToDouble(score -> Math.expm1(Math.abs(Math.log(score / median))))
                .max()
                .orElse(0);
    }

    private static Conclusion time(Question question, double[] base, double[] head, Noise noise) {
        boolean inverted = question.metric().higherIsBetter();
        double[] before = ForkSummary.costs(base, inverted);
        double[] now = ForkSummary.costs(head, inverted);
        if (before.length == 0 || now.length == 0) {
            return Conclusion.unclear("values that are not positive");
        }
        Interval log = difference(before, now, noise.seed());
        double least = Math.log1p(question.effect());
        double mustExceed = Math.max(least, Math.log1p(noise.movement()));
        boolean there = question.worse() ? log.low() > mustExceed : log.high() < -mustExceed;
        Verdict verdict = there
                ? Verdict.CONFIRMED
                : log.low() >= -least && log.high() <= least ? Verdict.NO_CHANGE : Verdict.UNCLEAR;
        Interval ratio = log.exp();
        String text = String.format(
                Locale.ROOT,
                "ratio=%.3f [%.3f, %.3f], forks=%d+%d, least=%.1f %%, canary moved=%.1f %%",
                ratio.point(),
                ratio.low(),
                ratio.high(),
                base.length,
                head.length,
                question.effect() * 100,
                noise.movement() * 100);
        return new Conclusion(verdict, ratio.point(), ratio.low(), ratio.high(), text);
    }

    private static Interval difference(double[] base, double[] head, long seed) {
        return Math.min(base.length, head.length) < ForkBootstrap.ENOUGH
                ? Interval.ofDifference(base, head)
                : ForkBootstrap.ofDifference(base, head, seed);
    }

    /** No test: the medians differ by more than a step, and most forks agree, or they do not. */
    private static Conclusion deterministic(Question question, double[] base, double[] head) {
        double before = Robust.median(base);
        double now = Robust.median(head);
        double step =
                Math.max(Verdicts.LEAST_DETERMINISTIC_STEP, Verdicts.LEAST_DETERMINISTIC_CHANGE * Math.abs(before));
        boolean grew = now - before > step;
        boolean shrank = before - now > step;
        boolean worse = question.metric().higherIsBetter() ? shrank : grew;
        boolean better = question.metric().higherIsBetter() ? grew : shrank;
        boolean still = Math.max(Robust.sigma(base), Robust.sigma(head)) <= step;
        Verdict verdict = !grew && !shrank
                ? Verdict.NO_CHANGE
                : still && (question.worse() ? worse : better) ? Verdict.CONFIRMED : Verdict.UNCLEAR;
        double ratio = before > 0 ? now / before : Double.NaN;
        String text =
                String.format(Locale.ROOT, "was %.4g, is now %.4g, forks=%d+%d", before, now, base.length, head.length);
        return new Conclusion(verdict, ratio, Double.NaN, Double.NaN, text);
    }
}
