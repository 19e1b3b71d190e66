package org.allotment.reports.store.keep;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.StoreSettings;
import org.allotment.reports.store.read.StoredUploads;
import org.allotment.reports.store.read.StoredUploads.Document;

/**
 * Whether a history is whole: the file by SQLite's own check, every reference, and every uploaded document by its hash.
 *
 * @param runs    how many were looked at
 * @param uploads how many were unpacked and hashed
 * @param faults  one sentence each
 */
public record Verification(long runs, int uploads, List<String> faults) {
    /** Immutable. */
    public Verification {
        faults = List.copyOf(faults);
    }

    /** Reads the whole history. */
    public static Verification of(StoreSettings settings) throws SQLException {
        List<String> faults = new ArrayList<>();
        if (!settings.isPostgres()) {
            if (!Files.exists(settings.file())) {
                throw new IllegalArgumentException("no such store, store=" + settings.description());
            }
            faults.addAll(Backup.faults(settings.file()));
        }
        try (Store store = Store.of(settings)) {
            List<Document> documents = store.read(handle -> handle.createQuery("""
                            SELECT u.sha256, u.size_bytes,
                             (SELECT count(*) FROM upload_chunk c WHERE c.sha256 = u.sha256) AS chunks
                            FROM upload u ORDER BY u.sha256""")
                    .map((row, context) -> new Document(row.getString(1), row.getLong(2), row.getInt(3)))
                    .list());
            StoredUploads uploads = new StoredUploads(store);
            documents.forEach(document -> check(uploads, document, faults));
            faults.addAll(store.read(handle -> handle.createQuery("""
                            SELECT r.id FROM run r
                            WHERE NOT EXISTS (SELECT 1 FROM run_part p WHERE p.run_id = r.id) ORDER BY r.id""")
                    .map((row, context) -> "run without a document, run=" + row.getString(1))
                    .list()));
            long runs = store.read(handle -> handle.createQuery("SELECT count(*) FROM run")
                    .mapTo(Long.class)
                    .one());
            return new Verification(runs, documents.size(), faults);
        }
    }

    private static void check(StoredUploads uploads, Document document, List<String> faults) {
        MessageDigest digest = Hashes.sha256();
        long[] size = new long[1];
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                super.write(bytes, from, length);
                size[0] += length;
            }
        }) {
            uploads.write(document, out);
        } catch (IOException e) {
            faults.add("document cannot be unpacked, sha256=" + document.sha256());
            return;
        }
        if (size[0] != document.sizeBytes()
                || !HexFormat.of().formatHex(digest.digest()).equals(document.sha256())) {
            faults.add("document differs from its hash, sha256=" + document.sha256() + ", bytes=" + size[0]);
        }
    }
}
