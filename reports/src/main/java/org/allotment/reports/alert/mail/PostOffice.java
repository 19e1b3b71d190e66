package org.allotment.reports.alert.mail;

import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is handed in.
 *
 * @param limit how long handing in one mail may take in all
 */
public record PostOffice(
        String host, int port, Security security, @Nullable Account account, Duration limit) {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final int HIGHEST = 65_535;
    private static final String HERE = "localhost|127\\.[0-9.]+|::1";

    /** How the line is kept from others. */
    public enum Security {
        /** Plain at first and encrypted before anything is said; a server that cannot is not spoken to. */
        STARTTLS(587),
        /** Encrypted from the first byte. */
        TLS(465),
        /** Not at all: for a server on this machine. */
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }

        /** Where servers usually listen for this. */
        public int usualPort() {
            return port;
        }
    }

    /** Who hands in. */
    public record Account(String user, String password) {
        @Override
        public String toString() {
            return "Account[user=" + user + "]";
        }
    }

    /** Refuses what cannot be, with {@link IllegalArgumentException}. */
    public PostOffice {
        if (host.isBlank() || !host.matches("[A-Za-z0-9._:-]{1,255}")) {
            throw new IllegalArgumentException("name of a mail server expected, host=" + Texts.line(host));
        }
        if (port < 1 || port > HIGHEST) {
            throw new IllegalArgumentException("out of range, port=" + port + ", min=1, max=" + HIGHEST);
        }
        if (account != null && security == Security.NONE && !host.matches(HERE)) {
            throw new IllegalArgumentException(
                    "a password does not leave this machine in the clear, security=none, host=" + host);
        }
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("positive time expected, limit=" + limit);
        }
    }

    /** With the limit that keeps a slow server within the lease of a notice. */
    public static PostOffice of(String host, int port, Security security, @Nullable Account account) {
        return new PostOffice(host, port, security, account, LIMIT);
    }

    static SSLSocketFactory systemTrust() {
        return (SSLSocketFactory) SSLSocketFactory.getDefault();
    }
}
