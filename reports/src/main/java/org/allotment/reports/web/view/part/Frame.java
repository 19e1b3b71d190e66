package org.allotment.reports.web.view.part;

import java.util.List;
import org.allotment.reports.web.text.Links;

/**
 * What surrounds every page.
 *
 * @param title of the page, without the product's name
 * @param section the open one of {@code overview}, {@code runs}, {@code stress}, or empty
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

    /** Returns where a change of project or branch leads: the open section. */
    public String home() {
        return section.equals("runs") || section.equals("stress") ? "/" + section : "/";
    }

    /** Returns the address of the overview in this scope. */
    public String overview() {
        return scope.link("/").toString();
    }

    /** Returns the address of the list of runs in this scope. */
    public String runs() {
        return scope.link("/runs").toString();
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
     * @param library the chart library
     * @param mark the picture in the browser's tab
     */
    public record Assets(String style, String theme, String pages, String chart, String library, String mark) {}
}
