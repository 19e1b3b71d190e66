package org.allotment.reports.api.job;

import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.read.job.JobTrail;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The jobs that concern a commit or a machine class; of another project there are none. */
@Singleton
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class JobTrailResource {
    private final JobTrail trail;
    private final Visitor visitor;

    /** Over the trail. */
    public JobTrailResource(JobTrail trail, Visitor visitor) {
        this.trail = trail;
        this.visitor = visitor;
    }

    /** Of a commit. */
    @GET
    @Path("/commits/{sha}/jobs")
    @Needs(Right.READ)
    @Operation(summary = "The jobs that measured a commit, by its whole hash, the newest first: project")
    public List<JobDocuments.Shown> ofCommit(
            @PathParam("sha") String sha, @QueryParam("project") @DefaultValue("default") String project) {
        String own = project();
        return own == null || own.equals(project) ? shown(trail.ofCommit(project, sha)) : List.of();
    }

    /** Of a machine class. */
    @GET
    @Path("/machines/{id}/jobs")
    @Needs(Right.READ)
    @Operation(summary = "The jobs about figures of a machine class, the newest first")
    public List<JobDocuments.Shown> ofMachine(@PathParam("id") String id) throws RefusedException {
        return shown(trail.ofMachine(Parameters.id("id", id), project()));
    }

    static List<JobDocuments.Shown> shown(List<Job> jobs) {
        return jobs.stream().map(job -> JobDocuments.shown(job, null, null)).toList();
    }

    private @Nullable String project() {
        return visitor.project().orElse(null);
    }
}
