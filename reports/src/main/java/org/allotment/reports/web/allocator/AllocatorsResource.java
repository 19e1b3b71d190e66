package org.allotment.reports.web.allocator;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.heap.HeapWalks;
import org.allotment.reports.collect.heap.HeapWalks.Figures;
import org.allotment.reports.collect.heap.HeapWalks.Recorded;
import org.allotment.reports.store.read.heap.HeapRuns.HeapRun;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.NoSuchPageException;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.allocator.AllocatorPages;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What allocators look like inside. */
@Path("/")
final class AllocatorsResource {
    private static final int MOST = 50;
    private static final int NIGHTS = 30;

    private final Desk desk;
    private final HeapWalks heaps;
    private final Visitor visitor;

    @Inject
    AllocatorsResource(Desk desk, HeapWalks heaps, Visitor visitor) {
        this.desk = desk;
        this.heaps = heaps;
        this.visitor = visitor;
    }

    @GET
    @Path("allocators")
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response page(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            String run = Desk.parameter(uri, "run");
            Recorded asked = run.isEmpty() ? null : recorded(run);
            Scope scope = asked == null
                    ? desk.scopeOrLost(uri, frames)
                    : new Scope(asked.run().project(), asked.run().branch());
            List<HeapRun> runs = heaps.runs(scope.project(), scope.branch(), MOST);
            Recorded open = asked == null ? newest(runs) : asked;
            return Templates.allocators(AllocatorPages.of(
                    frames.frame("Allocators", "allocators", scope), runs, open, past(runs), desk.now()));
        });
    }

    @GET
    @Path("allocators.csv")
    @Needs(Right.READ)
    @Produces("text/csv")
    @Operation(summary = "The heap walks of a run as CSV, a line for each cell: run")
    public Response csv(@Context UriInfo uri) {
        Recorded found = heaps.of(Desk.parameter(uri, "run"), only()).orElseThrow(NotFoundException::new);
        return Response.ok(AllocatorPages.csv(found), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"allocators.csv\"")
                .build();
    }

    private Recorded recorded(String run) {
        return heaps.of(run, only())
                .orElseThrow(() -> new NoSuchPageException("There is no run of this name that recorded a heap walk."));
    }

    /** The newest that can be read, null where there is none. */
    private @Nullable Recorded newest(List<HeapRun> runs) {
        return runs.stream()
                .map(run -> heaps.of(run.id(), only()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private List<List<Figures>> past(List<HeapRun> runs) {
        List<List<Figures>> past = new ArrayList<>();
        runs.stream()
                .limit(NIGHTS)
                .forEach(run -> heaps.figures(run.id(), only()).ifPresent(past::addFirst));
        return past;
    }

    private @Nullable String only() {
        return visitor.project().orElse(null);
    }
}
