package org.allotment.reports.store.write;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.jdbi.v3.core.Handle;

/** Uploaded bytes, once for each content, in pieces that fit in memory. */
final class UploadWriter {
    private static final int CHUNK_BYTES = 1 << 20;

    private final Handle handle;

    UploadWriter(Handle handle) {
        this.handle = handle;
    }

    void write(SpooledPart part) {
        boolean known = handle.createQuery("SELECT 1 FROM upload WHERE sha256 = :sha")
                .bind("sha", part.sha256())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (known) {
            return;
        }
        try (InputStream in = Files.newInputStream(part.gzip())) {
            new Row("upload")
                    .put("sha256", part.sha256())
                    .put("size_bytes", part.sizeBytes())
                    .put("stored_bytes", Files.size(part.gzip()))
                    .insert(handle);
            writeChunks(part.sha256(), in);
        } catch (IOException e) {
            throw new UncheckedIOException("the spooled upload cannot be read, part=" + part.name(), e);
        }
    }

    private void writeChunks(String sha256, InputStream in) throws IOException {
        int ord = 0;
        for (byte[] chunk = in.readNBytes(CHUNK_BYTES); chunk.length > 0; chunk = in.readNBytes(CHUNK_BYTES)) {
            new Row("upload_chunk")
                    .put("sha256", sha256)
                    .put("ord", ord++)
                    .put("bytes", chunk)
                    .insert(handle);
        }
    }
}
