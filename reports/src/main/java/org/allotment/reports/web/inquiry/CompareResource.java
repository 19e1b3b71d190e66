package org.allotment.reports.web.inquiry;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.compare.Comparison;
import org.allotment.reports.compare.Comparisons;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.HistoryQueries.RunFilter;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.inquiry.ComparePages;
import org.allotment.reports.web.page.inquiry.CompareQuery;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Two sides next to each other. The scope names only projects that are open to the caller. */
@Path("/")
final class CompareResource {
    private static final int OFFERED = 40;

    private final Desk desk;
    private final Comparisons comparisons;

    @Inject
    CompareResource(Desk desk, Comparisons comparisons) {
        this.desk = desk;
        this.comparisons = comparisons;
    }

    @GET
    @Path("compare")
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response compare(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            Frame frame = frames.frame("Compare", "compare", scope);
            CompareQuery query = CompareQuery.of(name -> Desk.parameter(uri, name));
            List<RunSummary> known = desk.history().runs(new RunFilter(scope.project(), null, null, 0, OFFERED));
            return Templates.compare(found(scope, query)
                    .map(found -> ComparePages.of(frame, found, query, known, desk.now()))
                    .orElseGet(() -> ComparePages.none(frame, query, known, problem(query))));
        });
    }

    @GET
    @Path("compare.csv")
    @Needs(Right.READ)
    @Produces("text/csv")
    @Operation(summary = "A comparison as CSV", description = "Takes the parameters of the page's address")
    public Response csv(@Context UriInfo uri) {
        Scope scope = desk.scope(uri, desk.frames(uri)).orElseThrow(NotFoundException::new);
        CompareQuery query = CompareQuery.of(name -> Desk.parameter(uri, name));
        Comparison found = found(scope, query).orElseThrow(NotFoundException::new);
        return Response.ok(ComparePages.csv(found, query), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"compare.csv\"")
                .build();
    }

    private Optional<Comparison> found(Scope scope, CompareQuery query) {
        return comparisons.of(new Comparisons.Question(scope.project(), scope.branch(), query.base(), query.head()));
    }

    private static String problem(CompareQuery query) {
        return query.base().isEmpty() && query.head().isEmpty()
                ? "There are no two nights of this branch yet."
                : "No run, commit or branch of this project has that name, or the first characters of a commit fit several.";
    }
}
