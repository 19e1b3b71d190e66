package org.allotment.reports.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** At the start, what the last stop cut short is done. */
@Singleton
final class Resumption {
    private final Background background;

    Resumption(Background background) {
        this.background = background;
    }

    void resume(@Observes StartupEvent start) {
        background.searches().wake();
    }
}
