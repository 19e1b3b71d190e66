package org.allotment.reports.store.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.allotment.reports.store.Store;

/** Uploaded documents, byte for byte. */
public final class StoredUploads {
    private final Store store;

    /** Over an open store. */
    public StoredUploads(Store store) {
        this.store = store;
    }

    /** One stored document. */
    public record Document(String sha256, long sizeBytes, int chunks) {}

    /** The document of a run by its part's name and index. */
    public Optional<Document> find(String run, String part, int index) {
        return store.read(handle -> handle.createQuery("""
                        SELECT u.sha256, u.size_bytes,
                         (SELECT count(*) FROM upload_chunk c WHERE c.sha256 = u.sha256) AS chunks
                        FROM run_part p JOIN upload u ON u.sha256 = p.sha256
                        WHERE p.run_id = :run AND p.name = :part AND p.ord = :index""")
                .bind("run", run)
                .bind("part", part)
                .bind("index", index)
                .map((row, context) -> new Document(row.getString(1), row.getLong(2), row.getInt(3)))
                .findOne());
    }

    /** Writes the bytes as they were sent; one piece at a time is in memory. */
    public void write(Document document, OutputStream out) throws IOException {
        try (InputStream in = new GZIPInputStream(new SequenceInputStream(new Chunks(document)))) {
            in.transferTo(out);
        }
    }

    /** {@link SequenceInputStream} takes nothing younger. */
    @SuppressWarnings("JdkObsolete")
    private final class Chunks implements Enumeration<InputStream> {
        private final Document document;
        private int next;

        Chunks(Document document) {
            this.document = document;
        }

        @Override
        public boolean hasMoreElements() {
            return next < document.chunks();
        }

        @Override
        public InputStream nextElement() {
            if (!hasMoreElements()) {
                throw new NoSuchElementException("chunk=" + next);
            }
            int ord = next++;
            return new ByteArrayInputStream(store.read(
                    handle -> handle.createQuery("SELECT bytes FROM upload_chunk WHERE sha256 = :sha AND ord = :ord")
                            .bind("sha", document.sha256())
                            .bind("ord", ord)
                            .map((row, context) -> row.getBytes(1))
                            .one()));
        }
    }
}
