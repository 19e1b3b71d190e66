package org.allotment.reports.web.job;

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
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.job.JobQuery;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.NoSuchPageException;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.RowQuery;
import org.allotment.reports.web.page.job.JobPages;
import org.allotment.reports.web.page.job.JobPages.Known;
import org.allotment.reports.web.page.job.JobPages.Part;
import org.allotment.reports.web.page.job.JobRows;
import org.allotment.reports.web.paging.Paging;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Jobs: what is measured again, by whom, and what came of it. */
@Path("/")
final class JobPagesResource {
    private static final String NUMBER = "{id: [0-9]{1,18}}";
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_STEPS = 200;

    private final Desk desk;
    private final Jobs jobs;
    private final Visitor visitor;

    @Inject
    JobPagesResource(Desk desk, Jobs jobs, Visitor visitor) {
        this.desk = desk;
        this.jobs = jobs;
        this.visitor = visitor;
    }

    @GET
    @Path("jobs")
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response list(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            String state = JobPages.state(Desk.parameter(uri, "state"));
            int all = jobs.count(filter(scope, state, 0, 0));
            Paging paging = Paging.of(RowQuery.pageNumber(Desk.parameter(uri, "page")), JobPages.PAGE, all);
            JobQuery.Filter filter = filter(scope, state, paging.first(), paging.size());
            return Templates.jobs(JobPages.list(
                    frames.frame("Jobs", "jobs", scope), new Part(jobs.list(filter), state, paging), desk.now()));
        });
    }

    @GET
    @Path("jobs.csv")
    @Needs(Right.READ)
    @Produces("text/csv")
    @Operation(summary = "The jobs of a project as CSV: project, state")
    public Response csv(@Context UriInfo uri) {
        Scope scope = desk.scope(uri, desk.frames(uri)).orElseThrow(NotFoundException::new);
        String state = JobPages.state(Desk.parameter(uri, "state"));
        return csv("jobs", JobRows.csv(jobs.list(filter(scope, state, 0, MOST_ROWS))));
    }

    @GET
    @Path("jobs/" + NUMBER)
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response one(@PathParam("id") long id, @Context UriInfo uri) {
        return desk.page(() -> {
            Job job = jobs.one(id, visitor.project().orElse(null))
                    .orElseThrow(() -> new NoSuchPageException("There is no job with this number."));
            Frames frames = desk.frames(uri);
            String branch = desk.history()
                    .series(job.question().seriesId(), 1)
                    .map(history -> history.series().branch())
                    .orElse("");
            Scope scope = new Scope(job.project(), branch);
            return Templates.job(JobPages.of(frames.frame("Job " + id, "jobs", scope), known(job), desk.now()));
        });
    }

    @GET
    @Path("jobs/" + NUMBER + ".csv")
    @Needs(Right.READ)
    @Produces("text/csv")
    @Operation(summary = "What a job measured as CSV: base and head by fork")
    public Response measured(@PathParam("id") long id) {
        Job job = jobs.one(id, visitor.project().orElse(null)).orElseThrow(NotFoundException::new);
        return csv("job-" + id, JobPages.csv(job, jobs.answered(id).orElseThrow(NotFoundException::new)));
    }

    private Known known(Job job) {
        Long search = job.bisection();
        List<Job> steps =
                search == null ? List.of() : jobs.list(new JobQuery.Filter(job.project(), null, search, 0, MOST_STEPS));
        return new Known(
                job, jobs.answered(job.id()).orElse(null), jobs.bisection(job).orElse(null), steps);
    }

    private static JobQuery.Filter filter(Scope scope, String state, int offset, int limit) {
        return new JobQuery.Filter(
                scope.project().isEmpty() ? null : scope.project(),
                state.isEmpty() ? null : state,
                null,
                offset,
                limit);
    }

    private static Response csv(String name, String text) {
        return Response.ok(text, "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .build();
    }
}
