package org.allotment.reports.api.inquiry;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.AbsentException;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.heap.HeapWalks;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The heap walk of a run that recorded one. */
@Singleton
@Path("/api/v1/runs/{id}/heap")
@Produces(MediaType.APPLICATION_JSON)
public final class HeapResource {
    private final HeapWalks heaps;
    private final Visitor visitor;

    /** Over heap walks. */
    public HeapResource(HeapWalks heaps, Visitor visitor) {
        this.heaps = heaps;
        this.visitor = visitor;
    }

    /** One. */
    @GET
    @Needs(Right.READ)
    @Operation(summary = "The heap walks of a run: bytes, regions cell by cell, free blocks by size")
    public HeapWalks.Recorded one(@PathParam("id") String id) {
        return heaps.of(id, visitor.project().orElse(null))
                .orElseThrow(() -> new AbsentException("no such run, or none that recorded a heap walk"));
    }
}
