package org.allotment.reports.web.inquiry;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.model.history.RunDetail;
import org.allotment.reports.store.HistoryQueries.RunFilter;
import org.allotment.reports.store.read.series.SampleQuery;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.page.Csv;
import org.allotment.reports.web.page.RowQuery;
import org.allotment.reports.web.page.inquiry.Exports;
import org.allotment.reports.web.page.series.SamplePages;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The older views as CSV; what they ask goes through the history of the present caller. */
@Path("/export")
@Produces("text/csv")
final class ExportResource {
    private static final int RUNS = 10_000;
    private static final int NIGHTS = 400;

    private final Desk desk;
    private final SampleQuery samples;
    private final Visitor visitor;

    @Inject
    ExportResource(Desk desk, SampleQuery samples, Visitor visitor) {
        this.desk = desk;
        this.samples = samples;
        this.visitor = visitor;
    }

    @GET
    @Path("runs.csv")
    @Needs(Right.READ)
    @Operation(summary = "The runs of a branch as CSV: project, branch")
    public Response runs(@Context UriInfo uri) {
        Scope scope = scope(uri);
        RunFilter filter = new RunFilter(scope.project(), scope.branch(), null, 0, RUNS);
        return csv("runs", Exports.runs(desk.history().runs(filter)));
    }

    @GET
    @Path("run.csv")
    @Needs(Right.READ)
    @Operation(summary = "The results of a run as CSV: id")
    public Response run(@Context UriInfo uri) {
        RunDetail run = desk.history().run(Desk.parameter(uri, "id")).orElseThrow(NotFoundException::new);
        return csv("run", Csv.of(run.results(), RowQuery.of(name -> "")));
    }

    @GET
    @Path("series.csv")
    @Needs(Right.READ)
    @Operation(summary = "The runs of a series as CSV: id")
    public Response series(@Context UriInfo uri) {
        return csv("series", Exports.series(desk.history().series(id(uri), RUNS).orElseThrow(NotFoundException::new)));
    }

    @GET
    @Path("samples.csv")
    @Needs(Right.READ)
    @Operation(summary = "The raw samples of one run of a series as CSV: id, run")
    public Response samples(@Context UriInfo uri) {
        return csv(
                "samples",
                samples.of(
                                id(uri),
                                Desk.parameter(uri, "run"),
                                visitor.project().orElse(null))
                        .map(SamplePages::csv)
                        .orElseThrow(NotFoundException::new));
    }

    @GET
    @Path("stress.csv")
    @Needs(Right.READ)
    @Operation(summary = "Litmus tests by night as CSV: project, branch")
    public Response stress(@Context UriInfo uri) {
        Scope scope = scope(uri);
        return csv("stress", Exports.stress(desk.history().stressMatrix(scope.project(), scope.branch(), NIGHTS)));
    }

    @GET
    @Path("stress-test.csv")
    @Needs(Right.READ)
    @Operation(summary = "The outcomes of a litmus test by night as CSV: project, test")
    public Response stressTest(@Context UriInfo uri) {
        return csv(
                "stress-test",
                desk.history()
                        .stressTestId(scope(uri).project(), Desk.parameter(uri, "test"))
                        .flatMap(id -> desk.history().stressTest(id, NIGHTS))
                        .map(Exports::stressTest)
                        .orElseThrow(NotFoundException::new));
    }

    private static long id(UriInfo uri) {
        String id = Desk.parameter(uri, "id");
        if (!id.matches("[0-9]{1,18}")) {
            throw new NotFoundException();
        }
        return Long.parseLong(id);
    }

    private Scope scope(UriInfo uri) {
        return desk.scope(uri, desk.frames(uri)).orElseThrow(NotFoundException::new);
    }

    private static Response csv(String name, String text) {
        return Response.ok(text, "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .build();
    }
}
