package org.allotment.reports.web;

import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.allotment.reports.api.ApiError;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** An address that leads nowhere: a page for a reader, the one shape of errors for everyone else. */
final class LostPages {

    private final Desk desk;

    @Inject
    LostPages(Desk desk) {
        this.desk = desk;
    }

    @ServerExceptionMapper
    Response lost(NotFoundException lost, UriInfo uri, HttpHeaders headers) {
        boolean reader = headers.getAcceptableMediaTypes().stream().anyMatch(MediaType.TEXT_HTML_TYPE::equals);
        if (!reader || uri.getPath().startsWith("/api/")) {
            int status = lost.getResponse().getStatus();
            return ApiError.ofStatus(status).response(status);
        }
        String text = "There is no page at this address.";
        return desk.html(Response.Status.NOT_FOUND, Templates.problem(desk.bare("Not found"), "Not found", text));
    }
}
