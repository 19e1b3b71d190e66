package org.allotment.reports.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.web.page.SeriesPages;
import org.allotment.reports.web.view.SeriesPage;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The history of one series. */
@Path("/series/{id: [0-9]{1,18}}")
final class SeriesResource {

    private static final int MOST = 2_000;

    private final Desk desk;

    @Inject
    SeriesResource(Desk desk) {
        this.desk = desk;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response series(@PathParam("id") long id, @Context UriInfo uri) {
        return desk.page(() -> {
            SeriesHistory history = desk.history()
                    .series(id, MOST)
                    .filter(found -> !found.points().isEmpty())
                    .orElseThrow(() -> new NoSuchPageException("There is no series with this number."));
            SeriesInfo series = history.series();
            Scope scope = new Scope(series.project(), series.branch());
            return Templates.series(SeriesPages.of(
                    desk.frames(uri).frame(series.label(), "", scope),
                    history,
                    desk.history().siblings(id),
                    desk.now()));
        });
    }

    @GET
    @Needs(Right.READ)
    @Path("points")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The runs of a series as the chart reads them, oldest first")
    public SeriesPage.Points points(@PathParam("id") long id) {
        return desk.history().series(id, MOST).map(SeriesPages::points).orElseThrow(NotFoundException::new);
    }
}
