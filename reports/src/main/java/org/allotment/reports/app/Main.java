package org.allotment.reports.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.ObjectInputFilter;
import java.net.BindException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the server and says where it listens. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    /** Starts the server; exits with 1 and one line when it cannot. */
    public static void main(String... args) {
        refuseDeserialisation();
        Quarkus.run(Main.class, Main::ended, args);
    }

    @Override
    public int run(String... args) {
        Config config = ConfigProvider.getConfig();
        String host = config.getValue("quarkus.http.host", String.class);
        int port = config.getValue("quarkus.http.port", Integer.class);
        System.out.println(
                "Allotment reports on http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        Quarkus.waitForExit();
        return 0;
    }

    /** Nothing here reads serialised objects, and nothing that sneaks in shall. */
    private static void refuseDeserialisation() {
        if (ObjectInputFilter.Config.getSerialFilter() == null) {
            ObjectInputFilter.Config.setSerialFilter(ObjectInputFilter.Config.createFilter("!*"));
        }
    }

    private static void ended(int code, Throwable fault) {
        if (fault == null) {
            return;
        }
        System.err.println("allotment: " + line(fault));
    }

    private static String line(Throwable fault) {
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
