package org.allotment.reports.campaign.guard;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.allotment.reports.access.Right;
import org.allotment.reports.access.Tokens;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.access.TokenTable;

/** Tokens of every kind, good and bad. */
final class Keyring {
    private final Tokens tokens;
    private final Map<String, String> good = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<String, String> bad = new LinkedHashMap<>();

    Keyring(Store store) {
        this.tokens = new Tokens(new TokenTable(store), Clock.systemUTC());
        for (Right right : Right.values()) {
            keep(right.word() + " of all", tokens.create("all", right, null, null));
            keep(right.word() + " of other", tokens.create("other", right, "other", null));
        }
        Tokens.Issued revoked = tokens.create("revoked", Right.ADMIN, null, null);
        tokens.revoke(revoked.token().id(), null);
        Tokens past =
                new Tokens(new TokenTable(store), Clock.fixed(Instant.now().minus(Duration.ofDays(2)), ZoneOffset.UTC));
        Tokens.Issued expired = past.create("expired", Right.ADMIN, null, Duration.ofDays(1));
        String admin = token("admin of all");
        bad.put("none", "");
        bad.put("revoked", "Bearer " + revoked.text());
        bad.put("expired", "Bearer " + expired.text());
        bad.put("malformed", "Bearer alt_");
        bad.put("cut short", "Bearer " + admin.substring(0, admin.length() - 1));
        bad.put("longer", "Bearer " + admin + "A");
        bad.put("other case", "Bearer " + admin.toUpperCase(java.util.Locale.ROOT));
        bad.put("no scheme", admin);
        bad.put("other scheme", "Digest " + admin);
        bad.put("as the name", "Basic " + base64(admin + ":"));
        bad.put("no base64", "Basic ***");
        bad.put("quoted", "Bearer \"" + admin + "\"");
        bad.put("long", "Bearer " + "a".repeat(8_000));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void keep(String name, Tokens.Issued issued) {
        good.put(name, issued.text());
        ids.put(name, issued.token().id());
    }

    /** Headers that open nothing, by what is wrong with them. */
    Map<String, String> bad() {
        return bad;
    }

    Map<String, String> all() {
        return good;
    }

    String token(String name) {
        return Objects.requireNonNull(good.get(name), name);
    }

    /** Revokes one; returns when that was done. */
    long revoke(String name) {
        tokens.revoke(Objects.requireNonNull(ids.get(name), name), null);
        return System.nanoTime();
    }
}
