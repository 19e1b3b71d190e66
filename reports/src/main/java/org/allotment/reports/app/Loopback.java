package org.allotment.reports.app;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Addresses that only this machine can reach. */
final class Loopback {
    private Loopback() {}

    static boolean is(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
