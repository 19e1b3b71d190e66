package org.allotment.reports.api;

import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.SeriesChange;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.model.history.StressMatrix;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.HistoryQueries.Project;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the history says: projects, overview, series, litmus tests. */
@Singleton
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class HistoryResource {
    private static final int RUNS = 400;
    private static final int MOST_RUNS = 10_000;
    private static final int NIGHTS = 60;
    private static final int MOST_NIGHTS = 400;
    private static final int ROWS = 1_000;
    private static final int MOST_ROWS = 10_000;
    private static final int LAST = 1_000_000_000;

    private final HistoryQueries history;

    /** Over the history. */
    public HistoryResource(HistoryQueries history) {
        this.history = history;
    }

    /** Projects. */
    @GET
    @Needs(Right.READ)
    @Path("/projects")
    @Operation(summary = "Projects with their branches")
    public List<Project> projects() {
        return history.projects();
    }

    /** The latest night. */
    @GET
    @Needs(Right.READ)
    @Path("/overview")
    @Operation(summary = "The latest night of a branch: project, branch, text, state, offset, limit")
    public Overview overview(@Context UriInfo uri) throws RefusedException {
        String text = query(uri, "text");
        RowFilter filter = new RowFilter(
                text == null ? "" : text,
                query(uri, "state"),
                Parameters.number("offset", query(uri, "offset"), 0, LAST),
                Parameters.number("limit", query(uri, "limit"), ROWS, MOST_ROWS));
        String project = query(uri, "project");
        String branch = query(uri, "branch");
        return history.overview(project == null ? "default" : project, branch == null ? "default" : branch, filter);
    }

    /** One series. */
    @GET
    @Needs(Right.READ)
    @Path("/series/{id}")
    @Operation(summary = "One series with its raw samples by run")
    public Answers.Series series(@PathParam("id") String id, @QueryParam("limit") @Nullable String limit)
            throws RefusedException {
        long series = Parameters.id("id", id);
        int runs = Parameters.number("limit", limit, RUNS, MOST_RUNS);
        SeriesHistory found =
                history.series(series, runs).orElseThrow(() -> new AbsentException("no such series, id=" + series));
        return new Answers.Series(
                found,
                history.rawResults(series, runs).stream().map(Answers::raw).toList());
    }

    /** The changes of one series. */
    @GET
    @Needs(Right.READ)
    @Path("/series/{id}/changes")
    @Operation(summary = "Where the level of a series changed, oldest first; retracted=true adds what was taken back")
    public List<SeriesChange> changes(@PathParam("id") String id, @QueryParam("retracted") boolean retracted)
            throws RefusedException {
        long series = Parameters.id("id", id);
        return history.series(series, 1)
                .map(found -> history.changes(series, retracted))
                .orElseThrow(() -> new AbsentException("no such series, id=" + series));
    }

    /** Litmus tests × nights. */
    @GET
    @Needs(Right.READ)
    @Path("/stress")
    @Operation(summary = "Litmus tests by the newest runs of a branch")
    public StressMatrix stress(
            @QueryParam("project") @DefaultValue("default") String project,
            @QueryParam("branch") @DefaultValue("default") String branch,
            @QueryParam("nights") @Nullable String nights)
            throws RefusedException {
        return history.stressMatrix(project, branch, Parameters.number("nights", nights, NIGHTS, MOST_NIGHTS));
    }

    /** One litmus test. */
    @GET
    @Needs(Right.READ)
    @Path("/stress/{id}")
    @Operation(summary = "One litmus test with its outcomes and failures by run")
    public StressHistory stressTest(@PathParam("id") String id, @QueryParam("nights") @Nullable String nights)
            throws RefusedException {
        long test = Parameters.id("id", id);
        return history.stressTest(test, Parameters.number("nights", nights, NIGHTS, MOST_NIGHTS))
                .orElseThrow(() -> new AbsentException("no such litmus test, id=" + test));
    }

    private static @Nullable String query(UriInfo uri, String name) {
        return uri.getQueryParameters().getFirst(name);
    }
}
