package org.allotment.reports.model.job;

import java.util.List;

/** What an agent found. */
public sealed interface Answer {
    /** The most commits of a range that are kept. */
    int MOST_COMMITS = 2_000;

    /**
     * The commits from base to head by first parents, oldest first, with both ends; empty where the agent could not tell,
     * or where head does not descend from base.
     */
    List<String> commits();

    /**
     * Both sides were measured.
     *
     * @param base   values of each fork of the base, iteration by iteration
     * @param head   the same of the head
     * @param canary scores of the benchmark that never changes, in their order
     */
    record Measured(List<List<Double>> base, List<List<Double>> head, List<Double> canary, List<String> commits)
            implements Answer {
        /** Immutable. */
        public Measured {
            base = base.stream().map(List::copyOf).toList();
            head = head.stream().map(List::copyOf).toList();
            canary = List.copyOf(canary);
            commits = List.copyOf(commits);
        }
    }

    /** A commit that does not build or whose benchmark does not run: no agent will ever measure it. */
    record Broken(String sha, String reason, List<String> commits) implements Answer {
        /** Immutable. */
        public Broken {
            commits = List.copyOf(commits);
        }
    }
}
