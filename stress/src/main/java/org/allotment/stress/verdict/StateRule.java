package org.allotment.stress.verdict;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One listed outcome of a test.
 *
 * @param state a state, or a regular expression for several
 * @param expect what the test says about it
 * @param description one sentence for people
 */
public record StateRule(String state, Expect expect, String description) {
    /**
     * Finds the rule for a state, as jcstress does: the one that is equal to it, else the first that matches it.
     *
     * @param rules the rules of a test in their order
     * @param state a state that was seen
     * @return the rule, or one of kind {@link Expect#UNKNOWN} when no rule is for it
     */
    public static StateRule find(List<StateRule> rules, String state) {
        for (StateRule rule : rules) {
            if (rule.state.equals(state)) {
                return rule;
            }
        }
        for (StateRule rule : rules) {
            if (Pattern.matches(rule.state, state)) {
                return rule;
            }
        }
        return new StateRule(state, Expect.UNKNOWN, "no outcome lists this state");
    }
}
