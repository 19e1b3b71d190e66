package org.allotment.reports;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.allotment.reports.collect.intake.UploadRequest;

/** A multipart body, part by part. */
public final class Multipart {
    private static final String BOUNDARY = "----golden-boundary-7411";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** Its media type. */
    public static String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    /** Adds one part. */
    public Multipart part(String name, byte[] bytes) {
        text("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x.json\"\r\n"
                + "Content-Type: application/json\r\n\r\n");
        body.writeBytes(bytes);
        text("\r\n");
        return this;
    }

    /** Adds one part. */
    public Multipart part(String name, String text) {
        return part(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The body without its end. */
    public byte[] cut() {
        return body.toByteArray();
    }

    /** The whole body. */
    public byte[] bytes() {
        text("--" + BOUNDARY + "--\r\n");
        return body.toByteArray();
    }

    /** The upload of the whole body, with nothing said beside it. */
    public UploadRequest request() {
        return new UploadRequest(contentType(), null, null, null, null, null, new ByteArrayInputStream(bytes()));
    }

    private void text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
