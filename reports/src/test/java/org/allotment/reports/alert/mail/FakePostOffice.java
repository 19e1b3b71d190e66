package org.allotment.reports.alert.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** An SMTP server of a few lines: it takes mail, and fails in the ways that the test chooses. */
public final class FakePostOffice implements AutoCloseable {
    private final ServerSocket socket;
    private final @Nullable SSLContext tls;
    private final boolean implicit;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile Set<String> refused = Set.of();
    private volatile Fault fault = Fault.NONE;

    /** A mail as it came. */
    public record Letter(String from, String to, String data) {}

    /** What goes wrong. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** Not a word, ever. */
        SILENT,
        /** A greeting without end. */
        DRIPPING,
        /** Who hands in is not known. */
        ACCOUNT,
        /** It has the mail, and the line breaks before it says so. */
        BREAKS_BEFORE_ITS_WORD,
        /** The line breaks right after it said so. */
        BREAKS_BEHIND_ITS_WORD,
        /** It does not take the mail now. */
        LATER
    }

    /** Without encryption. */
    public FakePostOffice() throws IOException {
        this(null, false);
    }

    /** With encryption from the first byte, or when it is asked for. */
    FakePostOffice(@Nullable SSLContext tls, boolean implicit) throws IOException {
        this.tls = tls;
        this.implicit = implicit;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    /** What it took, whether or not it said so. */
    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    /** What it was told, in order; of mails only that they came. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    /** Whose mail it does not take. */
    public void refuse(String... recipients) {
        refused = Set.of(recipients);
    }

    /** What goes wrong from now on. */
    public void fails(Fault how) {
        fault = how;
    }

    private void serve() {
        try {
            while (true) {
                Socket line = socket.accept();
                Thread.ofVirtual().start(() -> serve(line));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(Socket line) {
        try (line) {
            switch (fault) {
                case SILENT -> line.getInputStream().transferTo(OutputStream.nullOutputStream());
                case DRIPPING -> drip(line);
                default -> new Talk(implicit ? secured(line) : line).greeted();
            }
        } catch (IOException e) {
            // The client has gone, or was broken off.
        }
    }

    private static void drip(Socket line) throws IOException {
        while (true) {
            line.getOutputStream().write('2');
        }
    }

    private SSLSocket secured(Socket line) throws IOException {
        if (tls == null) {
            throw new IllegalStateException("no certificate");
        }
        SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(line, null, line.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One conversation. */
    private final class Talk {
        private final Socket line;
        private final BufferedReader in;
        private String from = "";
        private String to = "";

        Talk(Socket line) throws IOException {
            this.line = line;
            this.in = new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
        }

        void greeted() throws IOException {
            say("220 fake ready");
            go();
        }

        private void go() throws IOException {
            for (String command = in.readLine(); command != null; command = in.readLine()) {
                commands.add(command);
                String verb = command.toUpperCase(Locale.ROOT).replaceFirst("[ :].*", "");
                if (verb.equals("STARTTLS")) {
                    say("220 go on");
                    new Talk(secured(line)).go();
                    return;
                }
                if (!answered(verb, command)) {
                    return;
                }
            }
        }

        private boolean answered(String verb, String command) throws IOException {
            switch (verb) {
                case "EHLO" -> hello();
                case "AUTH" -> say(fault == Fault.ACCOUNT ? "535 not known here" : account(command));
                case "MAIL" -> {
                    from = address(command);
                    say("250 ok");
                }
                case "RCPT" -> {
                    to = address(command);
                    say(refused.contains(to) ? "550 nobody of this name" : "250 ok");
                }
                case "DATA" -> {
                    return taken();
                }
                case "QUIT" -> say("221 bye");
                default -> say("250 ok");
            }
            return !verb.equals("QUIT");
        }

        private void hello() throws IOException {
            boolean offers = tls != null && !(line instanceof SSLSocket);
            say("250-fake\r\n" + (offers ? "250-STARTTLS\r\n" : "") + "250-AUTH PLAIN\r\n250 8BITMIME");
        }

        /** What comes in an answer of its own is asked for; it is the same for all who know it. */
        private String account(String command) throws IOException {
            if (command.split(" ").length < 3) {
                say("334 ");
                commands.add(in.readLine());
            }
            return "235 known";
        }

        private boolean taken() throws IOException {
            if (fault == Fault.LATER) {
                say("451 later");
                return true;
            }
            say("354 go on");
            StringBuilder data = new StringBuilder();
            for (String each = in.readLine(); each != null && !each.equals("."); each = in.readLine()) {
                data.append(each.startsWith(".") ? each.substring(1) : each).append("\r\n");
            }
            letters.add(new Letter(from, to, data.toString()));
            if (fault == Fault.BREAKS_BEFORE_ITS_WORD) {
                return false;
            }
            say("250 taken");
            return fault != Fault.BREAKS_BEHIND_ITS_WORD;
        }

        private void say(String text) throws IOException {
            OutputStream out = line.getOutputStream();
            out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        private static String address(String command) {
            return command.replaceFirst("[^<]*<([^>]*)>.*", "$1");
        }
    }
}
