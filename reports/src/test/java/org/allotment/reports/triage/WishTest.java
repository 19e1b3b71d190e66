package org.allotment.reports.triage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.allotment.reports.model.incident.IncidentState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wanted of an incident. */
final class WishTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "ftp://example.org/",
                "//example.org/1",
                "http:",
                "https://a b/",
                "https://user@example.org/",
                "data:text/html,x",
                "example.org/1",
                "http:///x"
            })
    void onlyAddressesOfTheWebAreLinks(String link) {
        assertThatThrownBy(() -> new Wish(0, null, null, link, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name=issue");
    }

    @Test
    void aWishThatCannotBeIsRefused() {
        assertThatThrownBy(() -> new Wish(0, IncidentState.NEW, null, null, null))
                .hasMessageContaining("never new again");
        assertThatThrownBy(() -> new Wish(0, null, null, null, "  ")).hasMessageContaining("nothing to change");
        assertThatThrownBy(() -> new Wish(0, null, "a\u0000b", null, null)).hasMessageContaining("name=owner");
        assertThatThrownBy(() -> new Wish(0, null, "a\nb", null, null)).hasMessageContaining("name=owner");
        assertThatThrownBy(() -> new Wish(0, null, "a".repeat(101), null, null)).hasMessageContaining("max=100");
        assertThatThrownBy(() -> new Wish(0, null, null, null, "a".repeat(4_001)))
                .hasMessageContaining("max=4000");
    }

    @Test
    void whatIsFineIsTrimmedAndKept() {
        Wish wish = new Wish(0, null, " alice ", " HTTPS://example.org/a?b=%20#c ", " two\nlines ");
        assertThat(wish.owner() + wish.issue() + wish.comment())
                .isEqualTo("aliceHTTPS://example.org/a?b=%20#ctwo\nlines");
    }
}
