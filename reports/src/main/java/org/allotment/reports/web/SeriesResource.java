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
import java.util.List;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.read.series.BranchQuery;
import org.allotment.reports.store.read.series.BranchQuery.Branch;
import org.allotment.reports.store.read.series.SampleQuery;
import org.allotment.reports.web.page.SeriesPages;
import org.allotment.reports.web.page.series.Demand;
import org.allotment.reports.web.view.SeriesPage;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The history of one series. */
@Path("/series/{id: [0-9]{1,18}}")
final class SeriesResource {

    private static final int MOST = 2_000;

    private final Desk desk;
    private final SampleQuery samples;
    private final BranchQuery branches;
    private final Visitor visitor;

    @Inject
    SeriesResource(Desk desk, SampleQuery samples, BranchQuery branches, Visitor visitor) {
        this.desk = desk;
        this.samples = samples;
        this.branches = branches;
        this.visitor = visitor;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response series(@PathParam("id") long id, @Context UriInfo uri) {
        return desk.page(() -> {
            SeriesHistory history = desk.history()
                    .series(id, MOST, SeriesPages.SHOWN)
                    .filter(found -> !found.points().isEmpty())
                    .orElseThrow(() -> new NoSuchPageException("There is no series with this number."));
            SeriesInfo series = history.series();
            Scope scope = new Scope(series.project(), series.branch());
            return Templates.series(SeriesPages.of(
                    desk.frames(uri).frame(series.label(), "", scope),
                    history,
                    desk.history().siblings(id),
                    demand(id, uri),
                    desk.now()));
        });
    }

    /** What makes no sense counts as absent: a branch without this figure, a run of another series. */
    private Demand demand(long id, UriInfo uri) {
        String only = visitor.project().orElse(null);
        List<Branch> found = branches.of(id, only);
        String run = Desk.parameter(uri, "run");
        return new Demand(
                found,
                beside(found, id, uri, SeriesPages.SHOWN),
                run.isEmpty() ? null : samples.of(id, run, only).orElse(null));
    }

    private @Nullable SeriesHistory beside(List<Branch> found, long id, UriInfo uri, int sampled) {
        String wanted = Desk.parameter(uri, "beside");
        return found.stream()
                .filter(each -> each.name().equals(wanted) && each.series() != id)
                .findFirst()
                .flatMap(each -> desk.history().series(each.series(), MOST, sampled))
                .orElse(null);
    }

    @GET
    @Needs(Right.READ)
    @Path("points")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The runs of a series as the chart reads them, oldest first; beside=BRANCH adds a second course,"
                    + " forks=all the forks of all runs instead of the newest "
                    + SeriesPages.SHOWN)
    public SeriesPage.Points points(@PathParam("id") long id, @Context UriInfo uri) {
        int sampled = Desk.parameter(uri, "forks").equals("all") ? MOST : SeriesPages.SHOWN;
        SeriesHistory history = desk.history().series(id, MOST, sampled).orElseThrow(NotFoundException::new);
        boolean two = !Desk.parameter(uri, "beside").isEmpty();
        List<Branch> found = two ? branches.of(id, visitor.project().orElse(null)) : List.of();
        return SeriesPages.points(history, beside(found, id, uri, sampled));
    }
}
