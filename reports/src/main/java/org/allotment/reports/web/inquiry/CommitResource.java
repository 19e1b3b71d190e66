package org.allotment.reports.web.inquiry;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.store.incident.IncidentQuery;
import org.allotment.reports.store.inquiry.CommitQuery;
import org.allotment.reports.store.inquiry.CommitView;
import org.allotment.reports.store.read.job.JobTrail;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.NoSuchPageException;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.inquiry.CommitPages;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** One commit. The scope names only projects that are open to the caller. */
@Path("/commits/{sha}")
final class CommitResource {

    private final Desk desk;
    private final CommitQuery commits;
    private final IncidentQuery incidents;
    private final JobTrail trail;

    @Inject
    CommitResource(Desk desk, CommitQuery commits, IncidentQuery incidents, JobTrail trail) {
        this.desk = desk;
        this.commits = commits;
        this.incidents = incidents;
        this.trail = trail;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response commit(@PathParam("sha") String sha, @Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            CommitView found = commits.of(scope.project(), sha)
                    .orElseThrow(() ->
                            new NoSuchPageException("No measured commit of this project begins so, or several do."));
            return Templates.commit(CommitPages.of(
                    frames.frame("Commit " + found.sha(), "", scope),
                    found,
                    incidents.ofCommit(scope.project(), found.sha()),
                    trail.ofCommit(scope.project(), found.sha()),
                    desk.now()));
        });
    }
}
