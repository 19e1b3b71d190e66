package org.allotment.reports.alert;

import java.io.IOException;

/** A way to say something to people. */
public interface Channel {
    /** Its name in the outbox; one that changes its name says everything that is open again. */
    String name();

    /**
     * Says it.
     *
     * @param delivery the same for each attempt at one notice
     * @throws IOException if it may not have arrived; it is tried again
     */
    void send(String delivery, Incident incident) throws IOException, InterruptedException;
}
