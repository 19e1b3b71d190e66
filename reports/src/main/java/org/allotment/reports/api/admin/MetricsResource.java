package org.allotment.reports.api.admin;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.allotment.reports.access.DeniedException;
import org.allotment.reports.access.Needs;
import org.allotment.reports.access.Right;
import org.allotment.reports.api.gate.Visitor;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Figures of the server itself, as Prometheus reads them; they are of all projects, and so is who may see them. */
@Singleton
@Path("/metrics")
public final class MetricsResource {
    private final PrometheusMeterRegistry registry;
    private final Visitor visitor;

    /** Over all meters. */
    public MetricsResource(PrometheusMeterRegistry registry, Visitor visitor) {
        this.registry = registry;
        this.visitor = visitor;
    }

    /** All of them. */
    @GET
    @Produces("text/plain; version=0.0.4; charset=utf-8")
    @Needs(Right.READ)
    @Operation(summary = "Metrics of the server in the text format of Prometheus")
    public String metrics() {
        if (visitor.project().isPresent()) {
            throw DeniedException.forbidden("a token of all projects is needed");
        }
        return registry.scrape();
    }
}
