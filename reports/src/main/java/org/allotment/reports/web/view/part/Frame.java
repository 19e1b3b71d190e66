package org.allotment.reports.web.view.part;

import java.util.List;
import java.util.Set;
import org.allotment.reports.web.text.Links;

/**
 * What surrounds every page.
 *
 * @param title of the page, without the product's name
 * @param section the open one of {@code overview}, {@code incidents}, {@code jobs}, {@code runs}, {@code compare}, {@code stress}, {@code allocators}, {@code machines}, or empty
 * @param scope which history is shown
 * @param projects all projects
 * @param branches the branches of the open project
 * @param assets addresses of style and scripts
 * @param upload where results are sent
 */
public record Frame(
        String title,
        String section,
        Scope scope,
        List<Choice> projects,
        List<Choice> branches,
        Assets assets,
        String upload) {

    private static final Set<String> SECTIONS =
            Set.of("incidents", "jobs", "runs", "compare", "stress", "allocators", "machines");

    /** Returns where a change of project or branch leads: the open section. */
    public String home() {
        return SECTIONS.contains(section) ? "/" + section : "/";
    }

    /** Returns the address of the overview in this scope. */
    public String overview() {
        return scope.link("/").toString();
    }

    /** Returns the address of the list of runs in this scope. */
    public String runs() {
        return scope.link("/runs").toString();
    }

    /** Returns the address of the incidents in this scope that wait for somebody. */
    public String incidents() {
        return scope.link("/incidents").toString();
    }

    /** Returns the address of the jobs of this project. */
    public String jobs() {
        return scope.link("/jobs").toString();
    }

    /** Returns the address of a comparison of the newest two nights in this scope. */
    public String compare() {
        return scope.link("/compare").toString();
    }

    /** Returns the address of a view as CSV. */
    public String csv(String view) {
        return scope.link("/export/" + view + ".csv").toString();
    }

    /** Returns the address of a litmus test as CSV. */
    public String csvOfTest(String test) {
        return scope.link("/export/stress-test.csv").with("test", test).toString();
    }

    /** Returns the address of a view of the API in this scope. */
    public String json(String view) {
        return scope.link("/api/v1/" + view).toString();
    }

    /** Returns the address of a commit's page. */
    public String commit(String sha) {
        return scope.link("/commits/" + Links.segment(sha)).toString();
    }

    /** Returns the address of a comparison of a run with the night before it. */
    public String comparison(String run) {
        return scope.link("/compare").with("head", "run:" + run).toString();
    }

    /** Returns the address of the newest heap walks in this scope. */
    public String allocators() {
        return scope.link("/allocators").toString();
    }

    /** Returns the address of the machine classes in this scope. */
    public String machines() {
        return scope.link("/machines").toString();
    }

    /** Returns the address of the stress matrix in this scope. */
    public String stress() {
        return scope.link("/stress").toString();
    }

    /**
     * Which history is shown.
     *
     * @param project a project's name, or empty for the first
     * @param branch a branch's name, or empty for the project's main one
     */
    public record Scope(String project, String branch) {

        /** Starts an address that keeps this scope. */
        public Links link(String path) {
            return Links.to(path).with("project", project).with("branch", branch);
        }
    }

    /**
     * One entry of a selection.
     *
     * @param value what is sent
     * @param text what is read
     * @param selected whether it is the open one
     */
    public record Choice(String value, String text, boolean selected) {}

    /**
     * Addresses of style and scripts, each with a mark of its content, so that browsers may keep them for long.
     *
     * @param style the sheet
     * @param theme runs before the first paint
     * @param pages comfort of all pages
     * @param chart draws a series
     * @param live keeps the runs that go on as they are
     * @param library the chart library
     * @param mark the picture in the browser's tab
     */
    public record Assets(
            String style, String theme, String pages, String chart, String live, String library, String mark) {}
}
