package org.allotment.reports.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreUnavailableException;

/** What can be measured of the server; a figure that the store cannot give now is not a number. */
@Singleton
final class Meters {
    @Produces
    @Singleton
    PrometheusMeterRegistry registry(Store store, Background background) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        Gauge.builder("allotment.store.up", store, Meters::up)
                .description("1 when the store answers, else 0")
                .register(registry);
        count(registry, store, "allotment.runs", "runs kept", "SELECT count(*) FROM run");
        count(registry, store, "allotment.series", "series kept", "SELECT count(*) FROM series");
        count(
                registry,
                store,
                "allotment.incidents.open",
                "incidents that are not well again",
                "SELECT count(*) FROM incident WHERE closed IS NULL");
        count(
                registry,
                store,
                "allotment.notices.waiting",
                "notices that have not arrived",
                "SELECT count(*) FROM notice WHERE state = 'waiting'");
        count(
                registry,
                store,
                "allotment.jobs.waiting",
                "jobs that no agent has taken",
                "SELECT count(*) FROM job WHERE state = 'waiting'");
        Gauge.builder("allotment.incidents.failures", background, Background::failures)
                .description("times that the incidents of a project could not be kept")
                .register(registry);
        return registry;
    }

    private static void count(PrometheusMeterRegistry registry, Store store, String name, String what, String sql) {
        Gauge.builder(name, store, each -> number(each, sql)).description(what).register(registry);
    }

    private static double up(Store store) {
        try {
            store.check();
            return 1;
        } catch (StoreUnavailableException e) {
            return 0;
        }
    }

    private static double number(Store store, String sql) {
        try {
            return store.read(
                    handle -> handle.createQuery(sql).mapTo(Long.class).one());
        } catch (StoreUnavailableException e) {
            return Double.NaN;
        }
    }
}
