package org.allotment.reports.web.page;

import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.HistoryQueries.Project;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.jspecify.annotations.Nullable;

/** Which project and branch a page shows, and what can be chosen instead. */
public record Frames(List<Project> projects, Frame.Assets assets, String upload) {

    /**
     * Settles the scope of a page: what was asked for, else where the newest run is.
     *
     * @param project asked for, or empty
     * @param branch asked for, or empty; one that the project lacks counts as not asked for, so that changing the project works
     * @param newest the newest run of all
     * @return nothing when the project that was asked for does not exist
     */
    public Optional<Scope> scope(String project, String branch, @Nullable RunSummary newest) {
        if (projects.isEmpty() || newest == null) {
            return project.isEmpty() ? Optional.of(new Scope("", "")) : Optional.empty();
        }
        String name = project.isEmpty() ? newest.project() : project;
        return projects.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(each -> new Scope(name, branch(each, branch)));
    }

    /** Builds the frame of a page. */
    public Frame frame(String title, String section, Scope scope) {
        List<Choice> names = projects.stream()
                .map(project -> new Choice(
                        project.name(), project.name(), project.name().equals(scope.project())))
                .toList();
        List<Choice> branches = projects.stream()
                .filter(project -> project.name().equals(scope.project()))
                .flatMap(project -> project.branches().stream())
                .map(branch -> new Choice(branch, branch, branch.equals(scope.branch())))
                .toList();
        return new Frame(title, section, scope, names, branches, assets, upload);
    }

    private static String branch(Project project, String wanted) {
        if (project.branches().contains(wanted)) {
            return wanted;
        }
        return project.branches().isEmpty() ? "" : project.branches().getFirst();
    }
}
