package org.allotment.reports.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.live.RunningNights;
import org.allotment.reports.model.history.Overview;
import org.allotment.reports.model.history.RunDetail.Course;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.HistoryQueries.RowFilter;
import org.allotment.reports.web.page.Csv;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.OverviewPages;
import org.allotment.reports.web.page.OverviewPages.Subject;
import org.allotment.reports.web.page.RowQuery;
import org.allotment.reports.web.page.live.Runnings;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.allotment.reports.web.view.part.Running;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The latest night. */
@Path("/")
final class OverviewResource {

    private final Desk desk;
    private final RunningNights nights;
    private final Visitor visitor;

    @Inject
    OverviewResource(Desk desk, RunningNights nights, Visitor visitor) {
        this.desk = desk;
        this.nights = nights;
        this.visitor = visitor;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response overview(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            Overview overview = desk.history().overview(scope.project(), scope.branch(), RowFilter.ALL);
            RunSummary latest = overview.latest();
            Course course =
                    latest == null ? null : desk.history().course(latest.id()).orElse(null);
            RowQuery query = RowQuery.of(name -> Desk.parameter(uri, name));
            Subject subject = new Subject(overview, course, running(scope.project()));
            return Templates.overview(
                    OverviewPages.of(frames.frame("Latest night", "overview", scope), subject, query, desk.now()));
        });
    }

    /** Before the first run there is no project to ask for, and a run of any that the reader may see is shown. */
    private Running running(String project) {
        String own = visitor.project().orElse(project.isEmpty() ? null : project);
        return Runnings.of(nights.list(own), project, nights.now());
    }

    @GET
    @Needs(Right.READ)
    @Path("overview.csv")
    @Produces("text/csv")
    @Operation(summary = "The rows of the overview", description = "Takes the filters of the page's address")
    public Response csv(@Context UriInfo uri) {
        Scope scope = desk.scope(uri, desk.frames(uri)).orElseThrow(NotFoundException::new);
        Overview overview = desk.history().overview(scope.project(), scope.branch(), RowFilter.ALL);
        RowQuery query = RowQuery.of(name -> Desk.parameter(uri, name));
        return Response.ok(Csv.of(overview.rows(), query), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"overview.csv\"")
                .build();
    }
}
