package org.allotment.reports.api.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.allotment.reports.api.gate.OriginRule.Asking;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginRuleTest {
    private static final String HERE = "127.0.0.1:7411";

    private final OriginRule open = new OriginRule(false, "127.0.0.1");
    private final OriginRule guarded = new OriginRule(true, "0.0.0.0");

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "Cross-Site"})
    void anUploadThatAnotherSiteAskedForIsRefused(String site) {
        assertThat(post(open, HERE, null, site))
                .hasValueSatisfying(text -> assertThat(text).contains("Sec-Fetch-Site"));
        assertThat(post(guarded, "reports.example", null, site)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "http://127.0.0.1:8080", "http://127.0.0.1", "file://"})
    void anUploadOfAForeignOriginIsRefused(String origin) {
        assertThat(post(open, HERE, origin, null)).isPresent();
        assertThat(post(guarded, HERE, origin, null)).isPresent();
    }

    @Test
    void clientsAndOwnPagesAreLetIn() {
        assertThat(post(open, HERE, null, null)).isEmpty();
        assertThat(post(open, HERE, "http://127.0.0.1:7411", "same-origin")).isEmpty();
        assertThat(post(open, HERE, null, "none")).isEmpty();
        assertThat(post(guarded, "reports.example", "https://reports.example", null))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:7411", "127.0.0.1", "127.8.9.1:7411", "[::1]:7411"})
    void loopbackNamesAreLetInWithoutATokenSetUp(String host) {
        assertThat(get(open, host)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example:7411", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.0.7", "", "::"
            })
    void otherNamesAreRefusedWithoutATokenSetUp(String host) {
        assertThat(get(open, host)).isPresent();
        assertThat(get(guarded, host)).isEmpty();
    }

    @Test
    void theHostThatItListensAtIsALocalName() {
        assertThat(get(new OriginRule(false, "bench-loopback"), "bench-loopback:7411"))
                .isEmpty();
        assertThat(open.refusal(new Asking("GET", null, null, null))).isPresent();
    }

    @Test
    void readingDoesNotAskWhoLinked() {
        assertThat(open.refusal(new Asking("GET", HERE, "https://other.example", "cross-site")))
                .isEmpty();
    }

    private static Optional<String> post(OriginRule rule, String host, @Nullable String origin, @Nullable String site) {
        return rule.refusal(new Asking("POST", host, origin, site));
    }

    private static Optional<String> get(OriginRule rule, String host) {
        return rule.refusal(new Asking("GET", host, null, null));
    }
}
