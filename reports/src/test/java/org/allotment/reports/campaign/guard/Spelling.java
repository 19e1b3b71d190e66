package org.allotment.reports.campaign.guard;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Paths as nobody writes them, and requests that no client library would send. */
final class Spelling {
    private static final List<String> ENDS = List.of(
            "", "/", ";", "?", "%00", ".json", "%20", "//", "?token=x", "/.", "/..;/", "%2e", "%23", ";.css", "?.js");

    private Spelling() {}

    static String of(String path, Random random) {
        StringBuilder spelled = new StringBuilder();
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            spelled.append(
                    switch (random.nextInt(14)) {
                        case 0 -> "%" + Integer.toHexString(c);
                        case 1 -> c == '/' ? "//" : String.valueOf(c);
                        case 2 -> c == '/' ? "/./" : String.valueOf(Character.toUpperCase(c));
                        case 3 -> c == '/' ? "/x/../" : String.valueOf(c);
                        case 4 -> c == '/' ? ";a=b/" : String.valueOf(c);
                        case 5 -> c == '/' ? "%2f" : String.valueOf(c);
                        case 6 -> c == '/' ? "%252f" : "%25" + Integer.toHexString(c);
                        case 7 -> c == '/' ? "\\" : String.valueOf(c);
                        default -> String.valueOf(c);
                    });
        }
        return spelled.append(ENDS.get(random.nextInt(ENDS.size()))).toString();
    }

    /** The whole answer to a GET of exactly this path. */
    static String ask(int port, String path) throws IOException {
        return raw(port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    /** The whole answer to these bytes. */
    static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
