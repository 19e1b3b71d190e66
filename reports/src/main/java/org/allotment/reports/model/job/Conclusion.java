package org.allotment.reports.model.job;

/**
 * A verdict and what it rests on.
 *
 * @param ratio cost of head over cost of base, above 1 is worse; NaN where there is none
 * @param low   lower end of its 95 % interval, NaN where there is none
 * @param high  upper end
 * @param text  one sentence
 */
public record Conclusion(Verdict verdict, double ratio, double low, double high, String text) {
    /** Nothing can be said. */
    public static Conclusion unclear(String text) {
        return new Conclusion(Verdict.UNCLEAR, Double.NaN, Double.NaN, Double.NaN, text);
    }
}
