package org.allotment.reports.api.job;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.store.read.job.JobTrail;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The jobs that measured an incident again. */
@Singleton
@Path("/api/v1/incidents/{id}/jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class IncidentJobsResource {
    private final JobTrail trail;
    private final Visitor visitor;

    /** Over the trail. */
    public IncidentJobsResource(JobTrail trail, Visitor visitor) {
        this.trail = trail;
        this.visitor = visitor;
    }

    /** Of an incident. */
    @GET
    @Needs(Right.READ)
    @Operation(summary = "The jobs that measured an incident again, the newest first")
    public List<JobDocuments.Shown> ofIncident(@PathParam("id") String id) throws RefusedException {
        return JobTrailResource.shown(
                trail.ofIncident(Parameters.id("id", id), visitor.project().orElse(null)));
    }
}
