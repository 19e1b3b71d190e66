package org.allotment.reports.jobs;

import java.util.Set;

/**
 * The projects whose questions somebody may answer.
 *
 * @param everywhere all of them, whatever is named
 * @param projects   by their names
 */
public record Reach(boolean everywhere, Set<String> projects) {
    /** Every project. */
    public static final Reach EVERYWHERE = new Reach(true, Set.of());

    /** No project. */
    public static final Reach NOWHERE = new Reach(false, Set.of());

    /** Immutable. */
    public Reach {
        projects = Set.copyOf(projects);
    }

    /** Whether somebody may answer questions of this project. */
    public boolean covers(String project) {
        return everywhere || projects.contains(project);
    }
}
