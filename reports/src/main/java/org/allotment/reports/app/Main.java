package org.allotment.reports.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.ObjectInputFilter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.allotment.reports.app.command.Operation;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the server and says where it listens; with arguments, does what they say and ends. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    /** Starts the server; ends with 1 and one line when it cannot. */
    public static void main(String... args) {
        refuseDeserialisation();
        Path training = null;
        if (args.length == 1 && args[0].equals(Training.COMMAND)) {
            training = Training.prepare();
        } else if (args.length > 0) {
            Logger.getLogger("").setLevel(Level.SEVERE);
            end(Operation.run(writer(System.out), writer(System.err), args));
        }
        AtomicReference<Throwable> failure = new AtomicReference<>();
        try {
            Quarkus.run(Main.class, (code, fault) -> failure.set(fault), args);
        } finally {
            if (training != null) {
                Training.clear(training);
            }
        }
        Throwable fault = failure.get();
        if (fault != null) {
            // The JVM ends with 1 when its main thread dies; its one line is ours.
            Thread.currentThread().setUncaughtExceptionHandler((thread, death) -> System.err.println(line(death)));
            throw new StartRefusedException("allotment: " + reason(fault));
        }
    }

    @Override
    public int run(String... args) {
        Config config = ConfigProvider.getConfig();
        String host = config.getValue("quarkus.http.host", String.class);
        int port = config.getValue("quarkus.http.port", Integer.class);
        System.out.println(
                "Allotment reports on http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        if (args.length > 0) {
            Training.visit(port);
            return 0;
        }
        Quarkus.waitForExit();
        return 0;
    }

    /** Nothing here reads serialised objects, and nothing that sneaks in shall. */
    private static void refuseDeserialisation() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }

    @EndsProcess
    private static void end(int code) {
        System.exit(code);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static String line(Throwable death) {
        Throwable refused = death;
        while (!(refused instanceof StartRefusedException) && refused.getCause() != null) {
            refused = refused.getCause();
        }
        return String.valueOf(refused.getMessage());
    }

    private static String reason(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return "the port is taken: stop the other server, or choose another port with -Dquarkus.http.port=…";
            }
            if (cause instanceof StartRefusedException) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "the server cannot start, reason=" + fault;
    }
}
