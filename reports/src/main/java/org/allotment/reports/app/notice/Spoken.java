package org.allotment.reports.app.notice;

import java.io.IOException;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Incident;
import org.jboss.logging.Logger;

/** A channel whose failures are in the log, each in one line. */
record Spoken(Channel channel) implements Channel {
    private static final Logger LOG = Logger.getLogger("org.allotment.reports");

    @Override
    public String name() {
        return channel.name();
    }

    @Override
    public void send(String delivery, Incident incident) throws IOException, InterruptedException {
        try {
            channel.send(delivery, incident);
        } catch (IOException e) {
            LOG.warn("notice not taken, it is tried again later, channel=" + name() + ", delivery=" + delivery
                    + ", reason=" + String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " "));
            throw e;
        }
    }
}
