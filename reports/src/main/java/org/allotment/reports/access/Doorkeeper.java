package org.allotment.reports.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.Hashes;
import org.allotment.reports.store.access.StoredToken;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is let in. Tokens come as {@code Authorization: Bearer}, or as the password of {@code Basic}, which
 * browsers ask for; never in an address. Callers without one are let in where reading is open, which is on the machine
 * itself: to read, and to write as well for as long as no token has ever been set up.
 */
public final class Doorkeeper {
    private static final Caller READER = new Caller("local", null, EnumSet.of(Right.READ), null);
    private static final Caller LOCAL =
            new Caller("local", null, EnumSet.of(Right.READ, Right.INGEST, Right.AGENT, Right.TRIAGE), null);
    private static final Caller SETTINGS = new Caller("settings", null, Right.INGEST.allowed(), null);

    private final Tokens tokens;
    private final List<byte[]> uploaders;
    private final boolean open;

    /**
     * For one server.
     *
     * @param uploaders SHA-256, in hex, of tokens for uploads that come from the settings
     * @param open      whether reading needs no token
     */
    public Doorkeeper(Tokens tokens, List<String> uploaders, boolean open) {
        this.tokens = tokens;
        this.uploaders = uploaders.stream()
                .map(digest -> HexFormat.of().parseHex(digest.trim()))
                .toList();
        this.open = open;
    }

    /** True when reading needs no token. */
    public boolean isOpen() {
        return open;
    }

    /** True when a token exists that lets anybody in. */
    public boolean isAnyTokenGood() {
        return !uploaders.isEmpty() || tokens.isAnyGood();
    }

    /**
     * Lets a caller in.
     *
     * @param authorization the header, null when it was not sent
     * @throws DeniedException if the caller is not known, or may not do this
     */
    public Caller admit(@Nullable String authorization, Right need) {
        if (authorization == null) {
            return stranger(need, "token expected, header=Authorization, scheme=Bearer");
        }
        String text = token(authorization);
        Optional<Caller> known = text.isEmpty() ? Optional.empty() : known(text);
        if (known.isEmpty()) {
            boolean unused = open && uploaders.isEmpty() && !tokens.areSetUp();
            if (!unused) {
                throw DeniedException.unknown(
                        text.isEmpty() ? "token expected, header=Authorization, scheme=Bearer" : "token not known");
            }
            return stranger(need, "token not known");
        }
        if (!known.get().scopes().contains(need)) {
            throw DeniedException.forbidden("scope missing, needed=" + need.word());
        }
        return known.get();
    }

    private Caller stranger(Right need, String refusal) {
        if (open && need == Right.READ) {
            return READER;
        }
        if (open && need != Right.ADMIN && uploaders.isEmpty() && !tokens.areSetUp()) {
            return LOCAL;
        }
        throw DeniedException.unknown(refusal);
    }

    private Optional<Caller> known(String text) {
        byte[] digest = Hashes.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        boolean listed = false;
        for (byte[] each : uploaders) {
            listed |= MessageDigest.isEqual(each, digest);
        }
        return listed ? Optional.of(SETTINGS) : tokens.recognised(text).map(Doorkeeper::caller);
    }

    private static Caller caller(StoredToken token) {
        return new Caller(token.name(), token.id(), Right.of(token.scope()).allowed(), token.project());
    }

    /** The token of the header, or empty. */
    private static String token(String authorization) {
        int blank = authorization.indexOf(' ');
        if (blank < 0) {
            return "";
        }
        String scheme = authorization.substring(0, blank);
        String rest = authorization.substring(blank).trim();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return rest;
        }
        return scheme.equalsIgnoreCase("Basic") ? password(rest) : "";
    }

    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
