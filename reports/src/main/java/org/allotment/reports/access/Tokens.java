package org.allotment.reports.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.store.access.StoredToken;
import org.allotment.reports.store.access.TokenTable;
import org.jspecify.annotations.Nullable;

/** Makes, lists, revokes and recognises tokens. */
public final class Tokens {
    /** What scanners for lost secrets look for. */
    private static final String PREFIX = "alt_";

    private static final int BYTES = 32;
    private static final int NAME_LENGTH = 200;
    private static final Duration LONGEST = Duration.ofDays(3_660);
    private static final Duration TOUCH = Duration.ofMinutes(1);

    private final TokenTable table;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** Over the tokens of a store. */
    public Tokens(TokenTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /** A new token: {@code text} is shown now and never again. */
    public record Issued(String text, StoredToken token) {
        @Override
        public String toString() {
            return "Issued[id=" + token.id() + "]";
        }
    }

    /**
     * Makes one.
     *
     * @param project null for all projects
     * @param life    null for one that does not expire
     * @throws IllegalArgumentException for a name or a life that cannot be
     */
    public Issued create(String name, Right scope, @Nullable String project, @Nullable Duration life) {
        checked("name", name);
        if (project != null) {
            checked("project", project);
        }
        if (life != null && (!life.isPositive() || life.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("life out of range, days=" + life.toDays() + ", min=1, max=3660");
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = Instant.ofEpochMilli(clock.millis());
        StoredToken asked =
                new StoredToken(0, name, scope.word(), project, now, life == null ? null : now.plus(life), null, null);
        long id = table.add(asked, digest(text));
        return new Issued(text, new StoredToken(id, name, scope.word(), project, now, asked.expires(), null, null));
    }

    /** All, oldest first; those of one project, or of any where it is null. */
    public List<StoredToken> list(@Nullable String project) {
        return table.list(project);
    }

    /** From now on it is good for nothing; false when there is no such token. */
    public boolean revoke(long id, @Nullable String project) {
        return table.revoke(id, project, clock.instant());
    }

    /** True when there has ever been one: revoking the last does not open the house. */
    public boolean areSetUp() {
        return table.isAny();
    }

    /** True when one is good now. */
    public boolean isAnyGood() {
        Instant now = clock.instant();
        return table.list(null).stream().anyMatch(token -> token.isGoodAt(now));
    }

    /** Those of this very scope that are good now. */
    public List<StoredToken> good(Right scope) {
        Instant now = clock.instant();
        return table.list(null).stream()
                .filter(token -> token.scope().equals(scope.word()) && token.isGoodAt(now))
                .toList();
    }

    /** The token with this text, if it is good now. */
    public Optional<StoredToken> recognised(String text) {
        Instant now = clock.instant();
        Optional<StoredToken> found = table.find(digest(text)).filter(token -> token.isGoodAt(now));
        found.filter(token ->
                        token.lastUsed() == null || token.lastUsed().plus(TOUCH).isBefore(now))
                .ifPresent(token -> table.used(token.id(), now));
        return found;
    }

    /** What the store keeps of a token. */
    static String digest(String text) {
        return HexFormat.of().formatHex(Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void checked(String what, String text) {
        boolean printable = text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (text.isBlank() || text.length() > NAME_LENGTH || !printable) {
            throw new IllegalArgumentException(
                    "printable text expected, name=" + what + ", length=" + text.length() + ", max=" + NAME_LENGTH);
        }
    }
}
