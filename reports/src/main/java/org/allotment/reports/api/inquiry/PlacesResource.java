package org.allotment.reports.api.inquiry;

import jakarta.inject.Singleton;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.AbsentException;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.store.inquiry.CommitQuery;
import org.allotment.reports.store.inquiry.CommitView;
import org.allotment.reports.store.inquiry.MachineQuery;
import org.allotment.reports.store.inquiry.MachineView;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What was measured, and where: commits and machine classes. */
@Singleton
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public final class PlacesResource {
    private final CommitQuery commits;
    private final MachineQuery machines;
    private final Visitor visitor;

    /** Over commits and machine classes. */
    public PlacesResource(CommitQuery commits, MachineQuery machines, Visitor visitor) {
        this.commits = commits;
        this.machines = machines;
        this.visitor = visitor;
    }

    /** One commit. */
    @GET
    @Path("/commits/{sha}")
    @Needs(Right.READ)
    @Operation(
            summary =
                    "One commit by the first characters of its hash: runs, findings, changes it may have caused, litmus tests")
    public CommitView commit(
            @PathParam("sha") String sha, @QueryParam("project") @DefaultValue("default") String project) {
        return open(project)
                .flatMap(each -> commits.of(each, sha))
                .orElseThrow(() -> new AbsentException("no such commit, or several"));
    }

    /** Machine classes. */
    @GET
    @Path("/machines")
    @Needs(Right.READ)
    @Operation(summary = "The machine classes of a project, the one that ran last first")
    public List<MachineView.MachineClass> list(@QueryParam("project") @DefaultValue("default") String project) {
        return open(project).map(machines::list).orElse(List.of());
    }

    /** One machine class. */
    @GET
    @Path("/machines/{id}")
    @Needs(Right.READ)
    @Operation(summary = "One machine class with its canary, noise, steal and load by night")
    public MachineView machine(@PathParam("id") String id) throws RefusedException {
        long number = Parameters.id("id", id);
        return machines.one(number, visitor.project().orElse(null))
                .orElseThrow(() -> new AbsentException("no such machine class, id=" + number));
    }

    private Optional<String> open(String project) {
        Optional<String> own = visitor.project();
        return Optional.of(project).filter(each -> own.isEmpty() || own.get().equals(each));
    }
}
