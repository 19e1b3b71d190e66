package org.allotment.reports.store.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.read.StoredUploads;
import org.jspecify.annotations.Nullable;

/** Writes every document as it was uploaded, byte for byte: a folder for each run, which can be imported anywhere. */
public final class Export {
    private final Store store;

    /** Of an open store. */
    public Export(Store store) {
        this.store = store;
    }

    private record Part(String run, String name, int index) {}

    /**
     * Writes into a new folder.
     *
     * @param project the one project, null for all
     * @return how many documents were written
     * @throws IllegalArgumentException if the folder is there already
     */
    public int write(Path folder, @Nullable String project) throws IOException {
        if (Files.exists(folder)) {
            throw new IllegalArgumentException("folder exists, folder=" + folder);
        }
        List<Part> parts = store.read(handle -> handle.createQuery("""
                        SELECT p.run_id, p.name, p.ord FROM run_part p JOIN run r ON r.id = p.run_id
                        JOIN project j ON j.id = r.project_id
                        WHERE :every = 1 OR j.name = :project ORDER BY r.received, p.run_id, p.name, p.ord""")
                .bind("every", project == null ? 1 : 0)
                .bind("project", project == null ? "" : project)
                .map((row, context) -> new Part(row.getString(1), row.getString(2), row.getInt(3)))
                .list());
        Files.createDirectories(folder);
        StoredUploads uploads = new StoredUploads(store);
        for (Part part : parts) {
            // Ids and names of parts are ours: hexadecimal, and one of three words.
            Path run = Files.createDirectories(folder.resolve(part.run()));
            var document = uploads.find(part.run(), part.name(), part.index()).orElseThrow();
            try (OutputStream out = Files.newOutputStream(run.resolve(part.name() + "-" + part.index() + ".json"))) {
                uploads.write(document, out);
            }
        }
        return parts.size();
    }
}
