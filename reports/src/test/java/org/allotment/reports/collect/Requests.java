package org.allotment.reports.collect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.collect.intake.UploadRequest;
import org.jspecify.annotations.Nullable;

/** Uploads as they arrive. */
final class Requests {
    private Requests() {}

    static UploadRequest golden() {
        return multipart(new Multipart()
                .part("jmh", Golden.bytes("jmh.json"))
                .part("stress", Golden.bytes("stress.json"))
                .part("environment", Golden.bytes("environment.json"))
                .bytes());
    }

    static UploadRequest night(int night, String kind, int parent, String jmh, long forbidden) {
        return multipart(new Multipart()
                .part("jmh", jmh)
                .part("stress", Nights.stress(forbidden))
                .part("environment", Nights.environment(night, kind, parent))
                .bytes());
    }

    static UploadRequest multipart(byte[] body) {
        return request(Multipart.contentType(), null, body);
    }

    static UploadRequest bare(String text) {
        return bare(text.getBytes(StandardCharsets.UTF_8));
    }

    static UploadRequest bare(byte[] body) {
        return request("application/json", null, body);
    }

    static UploadRequest gzip(byte[] body) {
        return request("application/json", "gzip", body);
    }

    static UploadRequest keyed(String key, byte[] body) {
        return new UploadRequest("application/json", null, key, "keyed", null, null, stream(body));
    }

    private static UploadRequest request(String type, @Nullable String encoding, byte[] body) {
        return new UploadRequest(type, encoding, null, null, null, null, stream(body));
    }

    static ByteArrayInputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    static byte[] bomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] zeros = new byte[1 << 20];
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 1 << 10; i++) {
                out.write(zeros);
            }
        }
        return bytes.toByteArray();
    }
}
