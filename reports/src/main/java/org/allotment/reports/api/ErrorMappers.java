package org.allotment.reports.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import org.allotment.reports.access.DeniedException;
import org.allotment.reports.collect.intake.RefusedException;
import org.allotment.reports.store.StoreUnavailableException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every exception that leaves a resource, as the one shape of errors; what nobody expected is logged and not shown. */
final class ErrorMappers {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");
    private static final int RETRY_SECONDS = 5;

    @ServerExceptionMapper
    Response refused(RefusedException refused) {
        String message = String.valueOf(refused.getMessage());
        Response.ResponseBuilder response = Response.status(refused.reason().status())
                .entity(new ApiError(new ApiError.Detail(refused.reason().code(), message, refused.where())))
                .type(MediaType.APPLICATION_JSON_TYPE);
        if (refused.reason() == RefusedException.Reason.TOO_LARGE) {
            // What is left of the body is not worth reading.
            response.header("Connection", "close");
        }
        return response.build();
    }

    /** Browsers ask for the token as the password of {@code Basic}. */
    @ServerExceptionMapper
    Response denied(DeniedException denied) {
        String message = String.valueOf(denied.getMessage());
        return denied.isKnown()
                ? ApiError.of("forbidden", message).response(403)
                : Response.status(Response.Status.UNAUTHORIZED)
                        .entity(ApiError.of("unauthorized", message))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                        .header(
                                HttpHeaders.WWW_AUTHENTICATE,
                                "Basic realm=\"allotment: any name, a token as password\"")
                        .build();
    }

    @ServerExceptionMapper
    Response absent(AbsentException absent) {
        return ApiError.of("not-found", String.valueOf(absent.getMessage())).response(404);
    }

    @ServerExceptionMapper
    Response unavailable(StoreUnavailableException unavailable) {
        return later(unavailable);
    }

    /** The disk of the spool is full or not writable, or the client has gone and will not read this. */
    @ServerExceptionMapper
    Response unavailable(IOException fault) {
        return later(fault);
    }

    private static Response later(Exception fault) {
        LOG.warn(fault.getMessage() + ", reason=" + rootMessage(fault));
        return Response.status(Response.Status.SERVICE_UNAVAILABLE)
                .entity(ApiError.of("unavailable", "cannot be stored or read now, try again later"))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    @ServerExceptionMapper
    Response web(WebApplicationException fault) {
        int status = fault.getResponse().getStatus();
        Response.ResponseBuilder response =
                Response.status(status).entity(ApiError.ofStatus(status)).type(MediaType.APPLICATION_JSON_TYPE);
        for (String kept : List.of(HttpHeaders.ALLOW, HttpHeaders.RETRY_AFTER)) {
            String value = fault.getResponse().getHeaderString(kept);
            if (value != null) {
                response.header(kept, value);
            }
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response unexpected(Throwable fault) {
        LOG.error("request failed", fault);
        return ApiError.ofStatus(500).response(500);
    }

    private static String rootMessage(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
