package org.allotment.reports.api;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.allotment.reports.model.Hashes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who may upload: the bearers of tokens whose SHA-256, in hex, is listed in {@code allotment.token.sha256}; anyone where
 * none is listed, which is only allowed on a loopback address.
 */
@Singleton
public final class IngestTokens {
    private static final String SCHEME = "Bearer ";

    private final List<byte[]> digests;

    /** From the settings. */
    public IngestTokens(@ConfigProperty(name = "allotment.token.sha256") Optional<List<String>> hex) {
        digests = hex.orElse(List.of()).stream()
                .map(digest -> HexFormat.of().parseHex(digest.trim()))
                .toList();
    }

    /** True when a token is needed. */
    public boolean areSetUp() {
        return !digests.isEmpty();
    }

    /** Returns when the header is good enough. Every digest is compared in full. */
    void check(@Nullable String authorization) {
        if (digests.isEmpty()) {
            return;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new UnauthorizedException("token expected, header=Authorization, scheme=Bearer");
        }
        byte[] token = authorization.substring(SCHEME.length()).trim().getBytes(StandardCharsets.UTF_8);
        byte[] digest = Hashes.sha256().digest(token);
        boolean known = false;
        for (byte[] each : digests) {
            known |= MessageDigest.isEqual(each, digest);
        }
        if (!known) {
            throw new UnauthorizedException("token not known");
        }
    }
}
