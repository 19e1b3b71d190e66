package org.allotment.reports.web.allure;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.allotment.reports.api.gate.Visitor;
import org.allotment.reports.model.history.RunSummary;
import org.allotment.reports.web.text.Links;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Rendered reports by the id that a run's producer gave it. A producer may send any id, so whoever sees one project only
 * sees no reports: their folder knows nothing of projects.
 */
@Singleton
public final class AllureReports {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z][0-9A-Za-z-]{0,99}");
    private static final String START = "index.html";

    private final Optional<Path> folder;
    private final Visitor visitor;

    AllureReports(@ConfigProperty(name = "allotment.allure") Optional<String> folder, Visitor visitor) {
        this.folder = folder.map(Path::of);
        this.visitor = visitor;
    }

    /** The address of the report of a run, or empty where there is none. */
    public String href(RunSummary run) {
        return Optional.ofNullable(run.externalId())
                .flatMap(producer -> file(producer, START))
                .map(found -> "/allure/" + Links.segment(run.id()) + "/" + START)
                .orElse("");
    }

    /** A file of the report of what its producer calls so; never one outside of it, whatever its name. */
    Optional<Path> file(String id, String name) {
        if (folder.isEmpty() || !ID.matcher(id).matches() || visitor.project().isPresent()) {
            return Optional.empty();
        }
        try {
            Path report = folder.get().resolve(id).toRealPath();
            Path file = report.resolve(name).toRealPath();
            return file.startsWith(report) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
