package org.allotment.reports.api.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.AbsentException;
import org.allotment.reports.api.Parameters;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.StaleClaimException;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.job.JobQuery;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Jobs: listed, shown, claimed, answered, cancelled. Those of another project are not there. */
@Singleton
@Path("/api/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class JobsResource {
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1_000;
    private static final int MOST = 1_000_000_000;
    private static final String ID = "/{id: [0-9]{1,18}}";

    private final Jobs jobs;
    private final Visitor visitor;
    private final ObjectMapper json;

    /** Over the jobs. */
    public JobsResource(Jobs jobs, Visitor visitor, ObjectMapper json) {
        this.jobs = jobs;
        this.visitor = visitor;
        this.json = json;
    }

    /** Lists them. */
    @GET
    @Needs(Right.READ)
    @Operation(summary = "Jobs, newest first: project, state, offset, limit")
    public JobDocuments.Page list(
            @QueryParam("project") @Nullable String project,
            @QueryParam("state") @Nullable String state,
            @QueryParam("offset") @Nullable String offset,
            @QueryParam("limit") @Nullable String limit)
            throws RefusedException {
        String own = visitor.project().orElse(project);
        int from = Parameters.number("offset", offset, 0, MOST);
        int most = Parameters.number("limit", limit, PAGE, LARGEST_PAGE);
        if (project != null && !project.equals(own)) {
            return new JobDocuments.Page(0, from, most, List.of());
        }
        JobQuery.Filter filter = new JobQuery.Filter(own, state, null, from, most);
        return new JobDocuments.Page(
                jobs.count(filter),
                from,
                most,
                jobs.list(filter).stream()
                        .map(job -> JobDocuments.shown(job, null, null))
                        .toList());
    }

    /** One. */
    @GET
    @Path(ID)
    @Needs(Right.READ)
    @Operation(summary = "One job, with what was measured and how far the search for the commit has come")
    public JobDocuments.Shown one(@PathParam("id") long id) {
        return whole(jobs.one(id, project()).orElseThrow(() -> absent(id)));
    }

    /** Takes one. */
    @POST
    @Path("/claim")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Right.AGENT, logged = false)
    @Operation(summary = "Takes the job that has waited longest: worker, project, environment; 204 when none waits")
    public Response claim(InputStream body) throws IOException, RefusedException {
        AnswerReader request = AnswerReader.of(json, body);
        String worker = request.text("worker");
        String wanted = request.text("project");
        String own = visitor.project().orElse(wanted);
        if (worker == null || worker.isBlank()) {
            throw new RefusedException(Reason.BAD_PARAMETER, "worker expected");
        }
        if (wanted != null && !wanted.equals(own)) {
            throw new RefusedException(Reason.FORBIDDEN, "token of another project, project=" + own);
        }
        Optional<Job> job = jobs.claim(new Claimant(worker, own, request.text("environment")));
        return job.map(found -> Response.ok(new JobDocuments.Claimed(
                                found.fence(),
                                jobs.settings().lease().toSeconds(),
                                JobDocuments.shown(found, null, null)))
                        .build())
                .orElseGet(() -> Response.noContent().build());
    }

    /** Keeps one. */
    @POST
    @Path(ID + "/heartbeat")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Right.AGENT, logged = false)
    @Operation(summary = "Lengthens the lease of a claimed job: fence; 409 when the claim is not the newest")
    public JobDocuments.Lease heartbeat(@PathParam("id") long id, InputStream body)
            throws IOException, RefusedException {
        Ticket ticket = ticket(id, AnswerReader.of(json, body));
        try {
            return new JobDocuments.Lease(jobs.renew(ticket, project()).toString());
        } catch (StaleClaimException e) {
            throw refused(id, e);
        }
    }

    /** Ends one. */
    @POST
    @Path(ID + "/result")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.AGENT)
    @Operation(summary = "Answers a claimed job: fence, base, head, canary, commits; or fence, broken, reason")
    public JobDocuments.Shown result(@PathParam("id") long id, InputStream body) throws IOException, RefusedException {
        AnswerReader request = AnswerReader.of(json, body);
        try {
            return whole(jobs.answer(ticket(id, request), project(), request.answer()));
        } catch (StaleClaimException e) {
            throw refused(id, e);
        }
    }

    /** Gives one back. */
    @POST
    @Path(ID + "/release")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Right.AGENT)
    @Operation(summary = "Gives a claimed job back: fence; with a reason when it went wrong on this machine")
    public Response release(@PathParam("id") long id, InputStream body) throws IOException, RefusedException {
        AnswerReader request = AnswerReader.of(json, body);
        try {
            jobs.giveBack(ticket(id, request), project(), request.reason());
            return Response.noContent().build();
        } catch (StaleClaimException e) {
            throw refused(id, e);
        }
    }

    /** Takes one off the list. */
    @POST
    @Path(ID + "/cancel")
    @Needs(Right.TRIAGE)
    @Operation(summary = "Cancels a job that has not ended; 409 when it has")
    public JobDocuments.Shown cancel(@PathParam("id") long id) throws RefusedException {
        try {
            return whole(jobs.cancel(id, project()).orElseThrow(() -> absent(id)));
        } catch (StaleClaimException e) {
            throw refused(id, e);
        }
    }

    private JobDocuments.Shown whole(Job job) {
        return JobDocuments.shown(
                job, jobs.bisection(job).orElse(null), jobs.answered(job.id()).orElse(null));
    }

    private static Ticket ticket(long id, AnswerReader request) throws RefusedException {
        return new Ticket(id, request.fence());
    }

    /** A job that the caller cannot see is absent; of one that it can see, the claim is out of date. */
    private RefusedException refused(long id, StaleClaimException stale) {
        if (jobs.one(id, project()).isEmpty()) {
            throw absent(id);
        }
        return new RefusedException(Reason.CONFLICT, String.valueOf(stale.getMessage()));
    }

    private @Nullable String project() {
        return visitor.project().orElse(null);
    }

    private static AbsentException absent(long id) {
        return new AbsentException("no such job, id=" + id);
    }
}
