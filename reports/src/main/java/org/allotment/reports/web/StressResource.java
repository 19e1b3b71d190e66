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
import org.allotment.reports.model.history.StressHistory;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.StressPages;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Litmus tests by night. */
@Path("/stress")
final class StressResource {

    private static final int NIGHTS = 60;

    private final Desk desk;

    @Inject
    StressResource(Desk desk) {
        this.desk = desk;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response matrix(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            return Templates.stress(StressPages.matrix(
                    frames.frame("Stress tests", "stress", scope),
                    desk.history().stressMatrix(scope.project(), scope.branch(), NIGHTS),
                    desk.now()));
        });
    }

    @GET
    @Needs(Right.READ)
    @Path("{test: .+}")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response test(@PathParam("test") String test, @Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            StressHistory history = desk.history()
                    .stressTestId(scope.project(), test)
                    .flatMap(id -> desk.history().stressTest(id, NIGHTS))
                    .filter(found -> !found.nights().isEmpty())
                    .orElseThrow(() -> new NoSuchPageException("There is no litmus test of this name."));
            return Templates.stressTest(StressPages.test(frames.frame(test, "stress", scope), history, desk.now()));
        });
    }
}
