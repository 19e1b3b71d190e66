package org.allotment.reports.web.allure;

import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.store.read.producer.ProducerQuery;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The files of a rendered report. */
@Path("/allure/{id}/{file: .+}")
final class AllureResource {
    private static final String POLICY =
            "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; form-action 'none';"
                    + " base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8",
            "css", "text/css;charset=UTF-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "csv", "text/csv;charset=UTF-8",
            "txt", "text/plain;charset=UTF-8");

    private final ProducerQuery producers;
    private final AllureReports reports;

    @Inject
    AllureResource(ProducerQuery producers, AllureReports reports) {
        this.producers = producers;
        this.reports = reports;
    }

    @GET
    @Needs(Right.READ)
    @Operation(hidden = true)
    public Response file(
            @PathParam("id") String id, @PathParam("file") String name, @Context HttpServerResponse connection) {
        java.nio.file.Path file = producers
                .of(id)
                .flatMap(producer -> reports.file(producer, name))
                .orElseThrow(NotFoundException::new);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        // A header of the answer would stand beside the one of our own pages, and browsers hold to both.
        connection.putHeader("Content-Security-Policy", POLICY);
        return Response.ok(file.toFile())
                .type(TYPES.getOrDefault(ending, "application/octet-stream"))
                .build();
    }
}
