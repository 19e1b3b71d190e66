package org.allotment.reports.detect;

import org.allotment.reports.model.State;

/**
 * What was found about one series.
 *
 * @param ratio cost against history, above 1 is worse; NaN without history
 * @param mde   smallest detectable change as a fraction; NaN without history
 * @param text  one sentence, empty where there is nothing to say
 */
public record Judgement(State state, double ratio, double mde, String text) {
    static Judgement ungated() {
        return new Judgement(State.UNGATED, Double.NaN, Double.NaN, "");
    }
}
