package org.allotment.reports.campaign;

import java.util.List;

/** One promise, tried many times. */
public interface Campaign {
    /** Both stores. */
    List<String> BOTH = List.of("sqlite", "postgres");

    /** The number that the reliability goals give it, such as {@code D1}. */
    String id();

    /** One word. */
    String name();

    /** What is counted, in the plural. */
    String unit();

    /** What holds when nothing is wrong. */
    String promise();

    /** How often it is tried. */
    Counts counts();

    /** The stores on which the answer may differ. */
    default List<String> stores() {
        return BOTH;
    }

    /** Tries it; what is wrong goes to the tally. */
    void run(Terms terms, Tally tally) throws Exception;

    /**
     * How often something is tried.
     *
     * @param test among the tests of the module
     * @param ci   before a merge
     * @param full in the campaign
     */
    record Counts(int test, int ci, int full) {}
}
