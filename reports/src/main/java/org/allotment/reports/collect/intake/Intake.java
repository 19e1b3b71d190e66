package org.allotment.reports.collect.intake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.allotment.reports.collect.intake.RefusedException.Reason;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.MultipartStream;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.ParameterParser;
import org.jspecify.annotations.Nullable;

/** From the wire to the spool: encoding, limits, parts. */
public final class Intake {
    private static final Set<String> PARTS = Set.of("jmh", "stress", "environment", "heap");
    private static final Set<String> SINGLE = Set.of("stress", "environment", "heap");
    private static final int BUFFER = 16 << 10;

    private final UploadLimits limits;
    private final Spool spool;

    /** Fills {@code spool}. */
    public Intake(UploadLimits limits, Spool spool) {
        this.limits = limits;
        this.spool = spool;
    }

    /** Reads the whole body. */
    public void take(UploadRequest request) throws IOException, RefusedException {
        String type = mediaType(request.contentType());
        BoundedInput wire = BoundedInput.wire(request.body(), limits);
        try {
            InputStream plain = unpacked(wire, request.contentEncoding());
            switch (type) {
                case "application/json" -> spool.add("jmh", plain::transferTo);
                case "multipart/form-data" -> takeParts(plain, boundary(request.contentType()));
                default ->
                    throw new RefusedException(
                            Reason.UNSUPPORTED_TYPE,
                            "media type not taken, expected=multipart/form-data or application/json, found=" + type);
            }
        } catch (ZipException e) {
            throw new RefusedException(Reason.MALFORMED, "not gzip, reason=" + e.getMessage(), offset(wire));
        } catch (FileUploadIOException e) {
            throw new RefusedException(Reason.MALFORMED, "headers of a part too long", offset(wire));
        } catch (EOFException | MalformedStreamException e) {
            throw new RefusedException(Reason.MALFORMED, "upload cut short", offset(wire));
        } catch (IOException e) {
            throw Refusal.in(e);
        }
    }

    private InputStream unpacked(BoundedInput wire, @Nullable String encoding) throws IOException, RefusedException {
        String name = encoding == null ? "identity" : encoding.trim().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity", "" -> wire;
            case "gzip", "x-gzip" ->
                BoundedInput.unpacked(new GZIPInputStream(new BufferedInputStream(wire, BUFFER), BUFFER), wire, limits);
            default ->
                throw new RefusedException(
                        Reason.UNSUPPORTED_ENCODING, "encoding not taken, expected=gzip, found=" + shortened(name));
        };
    }

    private void takeParts(InputStream body, byte[] boundary) throws IOException, RefusedException {
        MultipartStream stream;
        try {
            stream = new MultipartStream(body, boundary, BUFFER, null);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Reason.BAD_PARAMETER, "boundary too long, length=" + boundary.length);
        }
        boolean more = stream.skipPreamble();
        while (more) {
            if (spool.size() >= limits.parts()) {
                throw new RefusedException(Reason.TOO_LARGE, "too many parts, max=" + limits.parts());
            }
            String name = partName(stream.readHeaders());
            spool.add(name, stream::readBodyData);
            more = stream.readBoundary();
        }
    }

    private String partName(String headers) throws RefusedException {
        String name = null;
        for (String line : headers.lines().toList()) {
            int colon = line.indexOf(':');
            String header = colon < 0 ? "" : line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            if (header.equals("content-disposition")) {
                name = parameters(line.substring(colon + 1)).get("name");
            } else if (header.equals("content-encoding") || header.equals("content-transfer-encoding")) {
                refuseEncoding(line.substring(colon + 1).trim());
            }
        }
        if (name == null || !PARTS.contains(name)) {
            throw new RefusedException(
                    Reason.BAD_PARAMETER,
                    "part expected, one of jmh, stress, environment, heap, found=" + shortened(String.valueOf(name)));
        }
        if (SINGLE.contains(name) && spool.holds(name)) {
            throw new RefusedException(Reason.BAD_PARAMETER, "part sent twice, name=" + name);
        }
        return name;
    }

    private static void refuseEncoding(String encoding) throws RefusedException {
        if (!Set.of("binary", "8bit", "7bit", "identity").contains(encoding.toLowerCase(Locale.ROOT))) {
            throw new RefusedException(
                    Reason.UNSUPPORTED_ENCODING, "encoding of a part not taken, found=" + shortened(encoding));
        }
    }

    private static String mediaType(@Nullable String contentType) throws RefusedException {
        if (contentType == null) {
            throw new RefusedException(Reason.UNSUPPORTED_TYPE, "header expected and absent, name=Content-Type");
        }
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    private static byte[] boundary(@Nullable String contentType) throws RefusedException {
        String boundary = contentType == null ? null : parameters(contentType).get("boundary");
        if (boundary == null || boundary.isEmpty()) {
            throw new RefusedException(Reason.BAD_PARAMETER, "parameter of Content-Type absent, name=boundary");
        }
        return boundary.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> parameters(String header) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser.parse(header, ';');
    }

    private static String offset(BoundedInput wire) {
        return "byte " + wire.passed() + " of the body";
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
