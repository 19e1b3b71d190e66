package org.allotment.reports.web.inquiry;

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
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.inquiry.MachineQuery;
import org.allotment.reports.store.inquiry.MachineView;
import org.allotment.reports.store.inquiry.MachineView.MachineClass;
import org.allotment.reports.store.read.job.JobTrail;
import org.allotment.reports.web.Desk;
import org.allotment.reports.web.NoSuchPageException;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.page.inquiry.MachinePages;
import org.allotment.reports.web.view.part.Frame.Scope;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Machine classes: how quiet they are, and whether they stay the same. */
@Path("/machines")
final class MachineResource {
    private static final String NUMBER = "{id: [0-9]{1,18}}";

    private final Desk desk;
    private final MachineQuery machines;
    private final Visitor visitor;
    private final JobTrail trail;

    @Inject
    MachineResource(Desk desk, MachineQuery machines, Visitor visitor, JobTrail trail) {
        this.desk = desk;
        this.machines = machines;
        this.visitor = visitor;
        this.trail = trail;
    }

    @GET
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response newest(@Context UriInfo uri) {
        return desk.page(() -> {
            Frames frames = desk.frames(uri);
            Scope scope = desk.scopeOrLost(uri, frames);
            List<MachineClass> classes = machines.list(scope.project());
            MachineView open = classes.stream()
                    .findFirst()
                    .flatMap(each -> machines.one(each.id(), visitor.project().orElse(null)))
                    .orElse(null);
            return Templates.machine(MachinePages.of(
                    frames.frame("Machines", "machines", scope), classes, open, jobs(open), desk.now()));
        });
    }

    @GET
    @Path(NUMBER)
    @Needs(Right.READ)
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Response one(@PathParam("id") long id, @Context UriInfo uri) {
        return desk.page(() -> {
            MachineView open = machines.one(id, visitor.project().orElse(null))
                    .orElseThrow(() -> new NoSuchPageException("There is no machine class with this number."));
            String project = open.machine().project();
            Frames frames = desk.frames(uri);
            String branch = frames.projects().stream()
                    .filter(each -> each.name().equals(project))
                    .flatMap(each -> each.branches().stream())
                    .findFirst()
                    .orElse("");
            return Templates.machine(MachinePages.of(
                    frames.frame(open.machine().name(), "machines", new Scope(project, branch)),
                    machines.list(project),
                    open,
                    jobs(open),
                    desk.now()));
        });
    }

    private List<Job> jobs(@Nullable MachineView open) {
        return open == null
                ? List.of()
                : trail.ofMachine(open.machine().id(), visitor.project().orElse(null));
    }

    @GET
    @Path(NUMBER + ".csv")
    @Needs(Right.READ)
    @Produces("text/csv")
    @Operation(summary = "The nights of a machine class as CSV")
    public Response csv(@PathParam("id") long id) {
        MachineView found = machines.one(id, visitor.project().orElse(null)).orElseThrow(NotFoundException::new);
        return Response.ok(MachinePages.csv(found), "text/csv;charset=UTF-8")
                .header("Content-Disposition", "attachment; filename=\"machine-" + id + ".csv\"")
                .build();
    }
}
