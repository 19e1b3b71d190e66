package org.allotment.reports.web;

import io.quarkus.qute.TemplateInstance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.store.HistoryQueries;
import org.allotment.reports.store.StoreUnavailableException;
import org.allotment.reports.web.page.Frames;
import org.allotment.reports.web.view.part.Frame;
import org.allotment.reports.web.view.part.Frame.Scope;

/** What all pages share: the scope of a request, the frame around a page, and how a page or a problem is answered. */
@Singleton
public final class Desk {

    private final HistoryQueries history;
    private final AssetMarks marks;

    @Inject
    Desk(HistoryQueries history, AssetMarks marks) {
        this.history = history;
        this.marks = marks;
    }

    /** What the history answers to the present caller. */
    public HistoryQueries history() {
        return history;
    }

    /** The first value of a query parameter, cut to a sane length, or empty. */
    public static String parameter(UriInfo uri, String name) {
        String value = uri.getQueryParameters().getFirst(name);
        return value == null ? "" : value.substring(0, Math.min(value.length(), 1024));
    }

    /** The scope that a request asks for; nothing when it names a project that is not there. */
    public Optional<Scope> scope(UriInfo uri, Frames frames) {
        List<RunSummary> newest = history.runs(new HistoryQueries.RunFilter(null, null, null, 0, 1));
        return frames.scope(
                parameter(uri, "project"), parameter(uri, "branch"), newest.isEmpty() ? null : newest.getFirst());
    }

    /** The same for a page, which says so. */
    public Scope scopeOrLost(UriInfo uri, Frames frames) {
        return scope(uri, frames).orElseThrow(() -> new NoSuchPageException("There is no project of this name."));
    }

    /** The frames of the pages of a request. */
    public Frames frames(UriInfo uri) {
        String upload = uri.getBaseUri().resolve("/api/v1/runs").toString() + "?project=mine";
        return new Frames(history.projects(), marks.assets(), upload);
    }

    /** Answers with a page, or says that the store is out of reach. */
    public Response page(Supplier<TemplateInstance> page) {
        try {
            return html(Response.Status.OK, page.get());
        } catch (NoSuchPageException e) {
            return html(Response.Status.NOT_FOUND, Templates.problem(bare("Not found"), "Not found", e.sentence()));
        } catch (StoreUnavailableException e) {
            String text = "The history cannot be read just now. Nothing is lost; try again in a moment.";
            Response answer = html(
                    Response.Status.SERVICE_UNAVAILABLE,
                    Templates.problem(bare("Unavailable"), "The store does not answer", text));
            return Response.fromResponse(answer).header("Retry-After", 5).build();
        }
    }

    /** Answers with a page. */
    public Response html(Response.Status status, TemplateInstance page) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-cache")
                .entity(page.render())
                .build();
    }

    /** A frame for when the store was not asked. */
    public Frame bare(String title) {
        return new Frame(title, "", new Scope("", ""), List.of(), List.of(), marks.assets(), "");
    }

    /** The present moment. */
    public Instant now() {
        return Instant.now();
    }
}
