package org.allotment.reports.web.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a series, for the chart.
 *
 * @param at place on the axis
 * @param when full moment
 * @param value mean of forks; null where it is no number
 * @param low of the interval
 * @param high of the interval
 * @param forks each fork's value; empty where they were not asked for
 * @param commit first characters, or empty
 * @param subject of the commit, or empty
 * @param verdict the state's name
 * @param word the state for people
 * @param epoch whether a new epoch starts here
 */
public record Point(
        int at,
        String when,
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high,
        List<Double> forks,
        String commit,
        String subject,
        String verdict,
        String word,
        boolean epoch) {}
