package org.allotment.reports.api.gate;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pages of other sites from using a visitor's browser as their way in. A request that changes something must not
 * say that another site asked for it. Where reading needs no token, every request must also name this machine by a
 * loopback name: a foreign name that resolves to this machine would make a foreign page one of our own.
 */
public final class OriginRule {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]|\\[0:0:0:0:0:0:0:1]");
    private static final Pattern PORT = Pattern.compile(":\\d*$");
    private static final int SHOWN = 80;

    private final boolean guarded;
    private final String listening;

    /**
     * For one server.
     *
     * @param guarded   whether reading needs a token
     * @param listening the host that it was told to listen at
     */
    public OriginRule(boolean guarded, String listening) {
        this.guarded = guarded;
        this.listening = listening.toLowerCase(Locale.ROOT);
    }

    /** What a request says of itself. */
    public record Asking(
            String method,
            @Nullable String host,
            @Nullable String origin,
            @Nullable String fetchSite) {}

    /** Why the request is not let in, or nothing when it is. */
    public Optional<String> refusal(Asking asking) {
        String host = asking.host() == null ? "" : asking.host().toLowerCase(Locale.ROOT);
        if (!guarded && !isLocal(PORT.matcher(host).replaceFirst(""))) {
            return Optional.of("loopback name expected, header=Host, found=" + shown(host));
        }
        if (READING.contains(asking.method())) {
            return Optional.empty();
        }
        String site = asking.fetchSite();
        if (site != null && FOREIGN.contains(site.strip().toLowerCase(Locale.ROOT))) {
            return Optional.of("request of another site, header=Sec-Fetch-Site, found=" + shown(site));
        }
        String origin = asking.origin();
        return origin == null || isOwn(origin.strip().toLowerCase(Locale.ROOT), host)
                ? Optional.empty()
                : Optional.of("request of another site, header=Origin, found=" + shown(origin));
    }

    private boolean isLocal(String name) {
        return LOOPBACK.matcher(name).matches() || name.equals(listening);
    }

    private static boolean isOwn(String origin, String host) {
        return !host.isEmpty() && (origin.equals("http://" + host) || origin.equals("https://" + host));
    }

    private static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
