package org.allotment.reports.api.inquiry;

import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.heap.HeapWalks;
import org.allotment.reports.store.read.heap.HeapRuns.HeapRun;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The runs that recorded a heap walk. */
@Singleton
@Path("/api/v1/allocators")
@Produces(MediaType.APPLICATION_JSON)
public final class AllocatorsResource {
    private static final int MOST = 400;

    private final HeapWalks heaps;
    private final Visitor visitor;

    /** Over heap walks. */
    public AllocatorsResource(HeapWalks heaps, Visitor visitor) {
        this.heaps = heaps;
        this.visitor = visitor;
    }

    /** Runs. */
    @GET
    @Needs(Right.READ)
    @Operation(summary = "The runs of a branch that recorded a heap walk, the newest first: project, branch")
    public List<HeapRun> runs(
            @QueryParam("project") @DefaultValue("default") String project,
            @QueryParam("branch") @DefaultValue("default") String branch) {
        Optional<String> own = visitor.project();
        return own.isEmpty() || own.get().equals(project) ? heaps.runs(project, branch, MOST) : List.of();
    }
}
