package org.allotment.reports.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.access.AuditEntry;
import org.allotment.reports.store.access.AuditTable;
import org.allotment.reports.store.access.StoredToken;
import org.allotment.reports.store.access.TokenTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens and the audit log, over one kind of store. */
abstract class AccessContract {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @SuppressWarnings("NullAway.Init")
    private Store store;

    abstract Store open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void aTokenIsRecognisedByItsTextAlone() {
        Tokens tokens = tokens(START);
        Tokens.Issued issued = tokens.create("ci", Right.INGEST, "mine", Duration.ofDays(1));
        assertThat(tokens.recognised(issued.text()))
                .get()
                .extracting(StoredToken::name, StoredToken::project, StoredToken::scope)
                .containsExactly("ci", "mine", "ingest");
        assertThat(tokens.recognised(issued.text().substring(1))).isEmpty();
        assertThat(tokens.recognised(Tokens.digest(issued.text()))).isEmpty();
    }

    @Test
    void tokensHave256BitsAndNoneIsKept() {
        Tokens tokens = tokens(START);
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            texts.add(tokens.create("t" + i, Right.READ, null, null).text());
        }
        assertThat(texts)
                .hasSize(64)
                .allSatisfy(text -> assertThat(Base64.getUrlDecoder().decode(text.substring("alt_".length())))
                        .hasSize(32));
        List<String> kept = store.read(handle -> handle.createQuery("SELECT name, digest FROM api_token")
                .map((row, context) -> row.getString(1) + row.getString(2))
                .list());
        assertThat(kept).noneSatisfy(row -> assertThat(texts).anyMatch(row::contains));
    }

    @Test
    void expiryAndRevocationEndAToken() {
        Tokens.Issued day = tokens(START).create("day", Right.READ, null, Duration.ofDays(1));
        Tokens.Issued good = tokens(START).create("good", Right.READ, "mine", null);
        Instant later = START.plus(Duration.ofDays(1));
        assertThat(tokens(later.minusMillis(1)).recognised(day.text())).isPresent();
        assertThat(tokens(later).recognised(day.text())).isEmpty();
        assertThat(tokens(START).revoke(good.token().id(), "other")).isFalse();
        assertThat(tokens(START).recognised(good.text())).isPresent();
        assertThat(tokens(START).revoke(good.token().id(), "mine")).isTrue();
        assertThat(tokens(START).recognised(good.text())).isEmpty();
        assertThat(tokens(later).isAnyGood()).isFalse();
        assertThat(tokens(later).areSetUp()).isTrue();
    }

    @Test
    void everyScopeMayWhatItsNameSays() {
        Tokens tokens = tokens(START);
        Doorkeeper doorkeeper = new Doorkeeper(tokens, List.of(), false);
        for (Right scope : Right.values()) {
            String header = "Bearer " + tokens.create("t", scope, null, null).text();
            for (Right need : Right.values()) {
                boolean may = need == scope || scope == Right.ADMIN || (scope == Right.TRIAGE && need == Right.READ);
                assertThat(answer(doorkeeper, header, need))
                        .as("token=%s, need=%s", scope, need)
                        .isEqualTo(may ? "in" : "forbidden");
            }
        }
    }

    @Test
    void aClosedHouseLetsNoStrangerIn() {
        Doorkeeper doorkeeper = new Doorkeeper(tokens(START), List.of(), false);
        for (Right need : Right.values()) {
            assertThat(answer(doorkeeper, null, need)).isEqualTo("unknown");
            for (String header : List.of("", "Bearer", "Bearer ", "Bearer x", "Basic !", "Digest x", "alt_x")) {
                assertThat(answer(doorkeeper, header, need)).as(header).isEqualTo("unknown");
            }
        }
    }

    @Test
    void anOpenHouseIsReadOnlyOnceATokenWasMade() {
        Tokens tokens = tokens(START);
        Doorkeeper doorkeeper = new Doorkeeper(tokens, List.of(), true);
        assertThat(answer(doorkeeper, null, Right.INGEST)).isEqualTo("in");
        assertThat(answer(doorkeeper, "Bearer of another server", Right.INGEST)).isEqualTo("in");
        assertThat(answer(doorkeeper, null, Right.ADMIN)).isEqualTo("unknown");
        tokens.revoke(tokens.create("one", Right.INGEST, null, null).token().id(), null);
        assertThat(answer(doorkeeper, null, Right.READ)).isEqualTo("in");
        assertThat(answer(doorkeeper, null, Right.INGEST)).isEqualTo("unknown");
        assertThat(answer(doorkeeper, "Bearer of another server", Right.READ)).isEqualTo("unknown");
    }

    @Test
    void tokensOfTheSettingsUploadAsBefore() {
        Doorkeeper doorkeeper = new Doorkeeper(tokens(START), List.of(" " + Tokens.digest("secret") + " "), true);
        assertThat(answer(doorkeeper, "bearer secret", Right.INGEST)).isEqualTo("in");
        assertThat(answer(doorkeeper, "Bearer wrong", Right.INGEST)).isEqualTo("unknown");
        assertThat(answer(doorkeeper, null, Right.INGEST)).isEqualTo("unknown");
        assertThat(answer(doorkeeper, null, Right.READ)).isEqualTo("in");
    }

    @Test
    void aBrowserSendsTheTokenAsAPassword() {
        Tokens tokens = tokens(START);
        String text = tokens.create("me", Right.READ, null, null).text();
        String pair = Base64.getEncoder().encodeToString(("any:" + text).getBytes(StandardCharsets.UTF_8));
        assertThat(answer(new Doorkeeper(tokens, List.of(), false), "Basic " + pair, Right.READ))
                .isEqualTo("in");
    }

    @Test
    void namesAndLivesThatCannotBeAreRefused() {
        Tokens tokens = tokens(START);
        for (String name : List.of("", " ", "a\nb", "x".repeat(201))) {
            assertThatThrownBy(() -> tokens.create(name, Right.READ, null, null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name=name");
        }
        assertThatThrownBy(() -> tokens.create("a", Right.READ, null, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(tokens.list(null)).isEmpty();
    }

    @Test
    void theLogKeepsChangesAndBoundsRefusals() {
        AuditLog log = new AuditLog(new AuditTable(store), Clock.fixed(START, ZoneOffset.UTC));
        AuditLog.Actor actor = new AuditLog.Actor("ci", null, "127.0.0.1");
        log.add(actor, new AuditLog.Deed("POST /a\u001b[2J", "mine", "/runs/1", 201));
        for (int i = 0; i < 500; i++) {
            log.add(actor, new AuditLog.Deed("POST /b", null, null, 401));
        }
        log.add(actor, new AuditLog.Deed("POST /c", "other", null, 201));
        assertThat(log.list(null, 0, 1_000)).hasSize(62);
        assertThat(log.list("mine", 0, 10))
                .singleElement()
                .extracting(AuditEntry::at, AuditEntry::actor, AuditEntry::action, AuditEntry::target)
                .containsExactly(START, "ci", "POST /a?[2J", "/runs/1");
        assertThat(log.list(null, 0, 1)).first().extracting(AuditEntry::action).isEqualTo("POST /c");
    }

    private Tokens tokens(Instant now) {
        return new Tokens(new TokenTable(store), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static String answer(Doorkeeper doorkeeper, @Nullable String header, Right need) {
        try {
            assertThat(doorkeeper.admit(header, need).scopes()).contains(need);
            return "in";
        } catch (DeniedException e) {
            return e.isKnown() ? "forbidden" : "unknown";
        }
    }
}
