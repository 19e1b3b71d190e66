package org.allotment.reports.campaign.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;

/** Uploads that mean no good, each of another kind. */
final class HostileUploads {
    private static final String JSON = "application/json";
    private static final int BOMB_MIB = 1 << 10;
    private static final int SLIPS = 20;

    private final List<HostileUpload> all = new ArrayList<>();

    private HostileUploads() {}

    /** Makes the body when it is sent: together they would fill the heap. */
    interface Body {
        byte[] bytes() throws IOException;
    }

    record HostileUpload(String name, String type, String encoding, Body body) {}

    static List<HostileUpload> all() {
        HostileUploads uploads = new HostileUploads();
        uploads.bombs();
        uploads.archives();
        uploads.structures();
        uploads.numbers();
        uploads.texts();
        uploads.foreignFormats();
        uploads.parts();
        return List.copyOf(uploads.all);
    }

    private void add(String name, Body body) {
        all.add(new HostileUpload(name, JSON, "", body));
    }

    private void json(String name, String text) {
        add(name, () -> text.getBytes(StandardCharsets.UTF_8));
    }

    private void packed(String name, Body body) {
        all.add(new HostileUpload(name, JSON, "gzip", body));
    }

    private void bombs() {
        packed("gzip bomb of zeros", () -> bomb((byte) 0));
        packed("gzip bomb of blanks", () -> bomb((byte) ' '));
        packed("gzip bomb of brackets", () -> bomb((byte) '['));
        packed("gzip in gzip", () -> gzip(gzip(Golden.bytes("jmh.json"))));
        packed("gzip in gzip in gzip, a bomb", () -> gzip(gzip(bomb((byte) 0))));
        packed("gzip cut short", () -> part(gzip(Golden.bytes("jmh.json")), 200));
        packed("gzip with a wrong sum", () -> spoiled(gzip(Golden.bytes("jmh.json"))));
        packed("no gzip", () -> Golden.bytes("jmh.json"));
        packed("nothing, as gzip", () -> new byte[0]);
        for (String encoding : List.of("deflate", "br", "zstd", "gzip, gzip", "compress")) {
            all.add(new HostileUpload(
                    "encoding " + encoding, JSON, encoding, () -> gzip(gzip(Golden.bytes("jmh.json")))));
        }
        add("33 MiB of blanks", () -> " ".repeat(33 << 20).getBytes(StandardCharsets.US_ASCII));
    }

    private void archives() {
        for (int i = 0; i < SLIPS; i++) {
            String path = switch (i % 4) {
                case 0 -> "../".repeat(i + 1) + "tmp/slipped-" + i;
                case 1 -> "/tmp/slipped-" + i;
                case 2 -> "..\\".repeat(i) + "slipped-" + i;
                default -> "a/../../%2e%2e/slipped-" + i + "\u0000.json";
            };
            all.add(new HostileUpload("zip slip " + i, i % 2 == 0 ? "application/zip" : JSON, "", () -> zip(path)));
        }
        add("tar with a symbolic link", HostileUploads::tar);
        add("zip in a part", () -> new byte[] {'P', 'K', 3, 4});
        parts(
                "zip slip in a part",
                () -> new Multipart().part("jmh", zip("../../slipped")).bytes());
        parts(
                "a part called as a path",
                () -> new Multipart().part("../jmh", "[]").bytes());
    }

    private void structures() {
        json("depth of arrays", "[".repeat(100_000));
        json("depth of objects", "{\"a\":".repeat(100_000));
        json(
                "depth where it is well",
                "[{\"benchmark\": \"a.B.c\", \"params\": " + "[".repeat(65) + "]".repeat(65) + "}]");
        add("a million keys", HostileUploads::manyKeys);
        json("the same key twice", "[{\"benchmark\": \"a.B.c\", \"benchmark\": \"a.B.d\"}]");
        json("nothing", "");
        json("null", "null");
        json("no results", "[]");
        json("an object", "{}");
        json("cut short", new String(Golden.bytes("jmh.json"), StandardCharsets.UTF_8).substring(0, 2_000));
        json("two documents", "[][]");
        json("comments", "[/* */]");
        json("a trailing comma", "[{\"benchmark\": \"a.B.c\",}]");
        json("polluted prototype", "[{\"__proto__\": {\"benchmark\": \"a.B.c\"}}]");
        json("a class to make", "[\"javax.script.ScriptEngineManager\", [{\"@class\": \"java.net.URL\"}]]");
    }

    private void numbers() {
        add("a number of ten million digits", () -> "9".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII));
        add("a score of ten million digits", () -> metric("9".repeat(10_000_000)));
        for (String figure :
                List.of("NaN", "Infinity", "-Infinity", "+1", "01", "0x10", ".5", "1.", "1e", "--1", "true", "{}")) {
            add("score " + figure, () -> metric(figure));
        }
        json("threads of 2^63", "[{\"benchmark\": \"a.B.c\", \"mode\": \"avgt\", \"threads\": 9223372036854775808}]");
        add("figures without end", () -> metric("0, \"rawData\": [[" + "0,".repeat(9_000_000) + "0]]"));
    }

    private void texts() {
        add("a lone high surrogate", () -> name("\\ud800"));
        add("a lone low surrogate", () -> name("\\udfff"));
        add("a zero character", () -> name("\\u0000"));
        add("a name too long", () -> name("n".repeat(513)));
        add("a text too long", () -> name("n".repeat(70_000)));
        add("a text of 20 MB", () -> name("n".repeat(20_000_000)));
        add("no UTF-8", () -> new byte[] {'[', '"', (byte) 0xc0, (byte) 0xaf, '"', ']'});
        add("a surrogate in UTF-8", () -> new byte[] {'[', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ']'});
        add(
                "UTF-16",
                () -> new String(Golden.bytes("jmh.json"), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16));
        add("UTF-32", () -> "[]".getBytes(java.nio.charset.Charset.forName("UTF-32")));
    }

    private void foreignFormats() {
        add("a serialised object", HostileUploads::serialised);
        all.add(new HostileUpload(
                "a serialised object by its type",
                "application/x-java-serialized-object",
                "",
                HostileUploads::serialised));
        parts(
                "a serialised object in a part",
                () -> new Multipart().part("stress", serialised()).bytes());
        String xml = "<!DOCTYPE l [<!ENTITY a \"" + "x".repeat(1_000)
                + "\"><!ENTITY b SYSTEM \"file:///etc/passwd\">]><l>&a;&b;</l>";
        for (String type : List.of("application/xml", "text/xml", JSON)) {
            all.add(new HostileUpload("entities as " + type, type, "", () -> xml.getBytes(StandardCharsets.UTF_8)));
        }
        all.add(new HostileUpload(
                "YAML", "application/yaml", "", () -> "!!java.net.URL [a]".getBytes(StandardCharsets.UTF_8)));
        all.add(new HostileUpload(
                "a form", "application/x-www-form-urlencoded", "", () -> "jmh=[]".getBytes(StandardCharsets.UTF_8)));
        all.add(new HostileUpload(
                "a picture", "image/svg+xml", "", () -> "<svg onload='x'/>".getBytes(StandardCharsets.UTF_8)));
    }

    private void parts() {
        parts("two thousand parts", () -> {
            Multipart body = new Multipart();
            for (int i = 0; i < 2_000; i++) {
                body.part("jmh", "[]");
            }
            return body.bytes();
        });
        parts(
                "no end",
                () -> new Multipart().part("jmh", Golden.bytes("jmh.json")).cut());
        parts(
                "the environment twice",
                () -> new Multipart()
                        .part("environment", "{}")
                        .part("environment", "{}")
                        .bytes());
        parts("a part of another name", () -> new Multipart().part("file", "[]").bytes());
        parts("no part", () -> new Multipart().bytes());
        parts(
                "headers of a mebibyte",
                () -> ("------golden-boundary-7411\r\nX: " + "x".repeat(1 << 20) + "\r\n\r\n[]")
                        .getBytes(StandardCharsets.US_ASCII));
        all.add(new HostileUpload("no boundary", "multipart/form-data", "", () -> new byte[] {'-', '-'}));
        all.add(new HostileUpload(
                "a long boundary", "multipart/form-data; boundary=" + "b".repeat(4_000), "", () -> new byte[1_000]));
    }

    private void parts(String name, Body body) {
        all.add(new HostileUpload(name, Multipart.contentType(), "", body));
    }

    private static byte[] metric(String figure) {
        return ("[{\"benchmark\": \"a.B.c\", \"mode\": \"avgt\", \"primaryMetric\": {\"scoreUnit\": \"ns/op\", \"score\": "
                        + figure + "}}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] name(String name) {
        return ("[{\"benchmark\": \"" + name
                        + "\", \"mode\": \"avgt\", \"primaryMetric\": {\"scoreUnit\": \"ns/op\", \"score\": 1}}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] manyKeys() {
        StringBuilder text = new StringBuilder("[{\"params\": {");
        for (int i = 0; i < 1_000_000; i++) {
            text.append("\"k").append(i).append("\": \"\",");
        }
        return text.append("\"k\": \"\"}}]").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bomb(byte of) throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        java.util.Arrays.fill(mebibyte, of);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < BOMB_MIB; i++) {
                out.write(mebibyte);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String path) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(path));
            out.write('x');
        }
        return bytes.toByteArray();
    }

    /** One header block of a tar file: a link named as a document, to what it should not show. */
    private static byte[] tar() {
        byte[] block = new byte[1_024];
        put(block, 0, "jmh.json");
        put(block, 100, "0000777");
        put(block, 156, "2/etc/passwd");
        put(block, 257, "ustar");
        return block;
    }

    private static void put(byte[] block, int at, String text) {
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, block, at, text.length());
    }

    private static byte[] serialised() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of("a", "b")));
        }
        return bytes.toByteArray();
    }

    private static byte[] part(byte[] bytes, int length) {
        return java.util.Arrays.copyOf(bytes, length);
    }

    private static byte[] spoiled(byte[] bytes) {
        bytes[bytes.length - 6] ^= 0x55;
        return bytes;
    }
}
