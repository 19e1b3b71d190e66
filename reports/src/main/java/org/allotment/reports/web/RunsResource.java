package org.allotment.reports.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.store.HistoryQueries.RunFilter;
import org.allotment.reports.web.allure.AllureReports;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.RowQuery;
import org.allotment.reports.web.page.RunPages;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The list of runs, and each of them. */
@Path("/runs")
final class RunsResource {

    private final Desk desk;
    private final AllureReports allure;

    @Inject
    RunsResource(Desk desk, AllureReports allure) {
        this.desk = desk;
        this.allure = allure;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response runs(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            int all = desk.history().countRuns(new RunFilter(scope.project(), scope.branch(), null, 0, 0));
            Paging paging = Paging.of(RowQuery.pageNumber(Desk.parameter(uri, "page")), RunPages.PAGE, all);
            RunFilter filter = new RunFilter(scope.project(), scope.branch(), null, paging.first(), paging.size());
            return Templates.runs(RunPages.list(
                    frames.frame("Runs", "runs", scope), desk.history().runs(filter), paging, desk.now()));
        });
    }

    @GET
    @Needs(Right.READ)
    @Path("{id}")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response run(@PathParam("id") String id, @Context UriInfo uri) {
        return desk.page(() -> {
            RunDetail detail =
                    desk.history().run(id).orElseThrow(() -> new NoSuchPageException("There is no run with this id."));
            Scope scope = new Scope(detail.run().project(), detail.run().branch());
            return Templates.run(RunPages.of(
                    desk.frames(uri).frame("Run " + id, "runs", scope),
                    detail,
                    allure.href(detail.run()),
                    RowQuery.pageNumber(Desk.parameter(uri, "page")),
                    desk.now()));
        });
    }
}
