package org.allotment.harness.nightly.agent;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Renews a lease for as long as it is open; when the claim is lost, the thread that opened it is interrupted. */
final class Heartbeat implements AutoCloseable {

    /** Renewals in a lease: two may fail without a loss. */
    private static final int RENEWALS = 4;

    private final JobServer server;
    private final Order order;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private boolean lost;

    Heartbeat(JobServer server, Order order) {
        this.server = server;
        this.order = order;
        this.thread = Thread.ofPlatform().daemon().name("heartbeat").start(this::beat);
    }

    private void beat() {
        var pause = Math.max(1, order.leaseSeconds() * 1000 / RENEWALS);
        try {
            while (!closed.await(pause, TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (JobServer.LostClaim _) {
            lose();
        }
    }

    private void renew() throws InterruptedException, JobServer.LostClaim {
        try {
            server.renew(order);
        } catch (IOException | RuntimeException _) {
            // A server that is away may be back before the lease has ended; the fence decides if it has.
        }
    }

    private synchronized void lose() {
        if (closed.getCount() > 0) {
            lost = true;
            worker.interrupt();
        }
    }

    /** Whether the claim is another's. */
    synchronized boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed.countDown();
        }
        thread.interrupt();
    }
}
