package org.allotment.reports.app.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.app.StartRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which channels settings make, and which settings refuse the start. */
final class ChannelSettingsTest {
    private static final String MAIL = "allotment.notice.mail.";
    private static final Map<String, String> LEAST = Map.of(
            MAIL + "host", "mail.example.org", MAIL + "from", "bench@example.org", MAIL + "to", "alice@example.org");

    @TempDir
    private Path folder;

    @Test
    void withoutSettingsThereIsNoChannel() {
        assertThat(channels(Map.of())).isEmpty();
    }

    @Test
    void eachRecipientIsAChannelOnceAndTheWebhookStandsApart() {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(MAIL + "to", " Alice <alice@example.org>, bob@example.org,ALICE@Example.org ");
        settings.put("allotment.notice.webhook.url", "https://hooks.example.org/x");
        settings.put("allotment.notice.webhook.secret", "secret");
        assertThat(channels(settings).stream()
                        .map(list -> list.stream().map(Channel::name).toList()))
                .containsExactly(List.of("webhook"), List.of("mail alice@example.org", "mail bob@example.org"));
    }

    @Test
    void thePasswordMayLieInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "secret\n");
        assertThat(channels(with("user", "bench", "password-file", file.toString())))
                .hasSize(1);
        Files.writeString(file, "\n");
        isRefused(with("user", "bench", "password-file", file.toString()), "no password in it");
        Files.writeString(file, "x".repeat(1_025));
        isRefused(with("user", "bench", "password-file", file.toString()), "too long for a password");
        isRefused(with("user", "bench", "password-file", folder.resolve("none").toString()), "cannot be read");
        assertThatThrownBy(
                        () -> channels(with("user", "bench", "password", "hidden", "password-file", file.toString())))
                .hasMessageContaining("two passwords")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host        |                          | mail needs a server: set allotment.notice.mail.host
            host        | mail example org         | name of a mail server expected, host=mail example org
            from        |                          | mail needs more: set allotment.notice.mail.from
            to          |                          | mail needs more: set allotment.notice.mail.to
            to          | alice                    | mail address expected, found=alice
            to          | a@b.c,,d@e.f             | mail address expected, found=
            to          | alice@@example.org       | mail address expected
            from        | a@b.c <x>                | mail address expected
            port        | 0                        | out of range, port=0, min=1, max=65535
            port        | 65536                    | out of range, port=65536
            port        | smtp                     | whole number expected, allotment.notice.mail.port=smtp
            security    | ssl                      | unknown word, allotment.notice.mail.security=ssl, known=starttls|tls|none
            user        | bench                    | user and password belong together
            password    | hidden                   | user and password belong together
            """)
    void whatCannotBeMeantRefusesTheStart(String name, @org.jspecify.annotations.Nullable String value, String line) {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(MAIL + name, value == null ? "" : value);
        isRefused(settings, line);
        assertThatThrownBy(() -> channels(settings)).hasMessageNotContaining("hidden");
    }

    @Test
    void aPasswordDoesNotLeaveThisMachineInTheClear() {
        isRefused(with("user", "u", "password", "hidden", "security", "none"), "in the clear");
        Map<String, String> local = new HashMap<>(with("user", "u", "password", "hidden", "security", "none"));
        local.put(MAIL + "host", "localhost");
        assertThat(channels(local)).hasSize(1);
    }

    @Test
    void linksLeadToAnAddressOfTheWeb() {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put("allotment.public-url", "bench.example.org");
        isRefused(settings, "address of http or https expected, allotment.public-url=bench.example.org");
        settings.put("allotment.public-url", "https://bench.example.org");
        assertThat(channels(settings)).hasSize(1);
    }

    @Test
    void aWebhookNeedsItsSecret() {
        isRefused(Map.of("allotment.notice.webhook.url", "https://x.example.org"), "a webhook needs a secret");
        isRefused(
                Map.of("allotment.notice.webhook.url", "ftp://x", "allotment.notice.webhook.secret", "s"),
                "address of http or https expected");
    }

    private static Map<String, String> with(String... pairs) {
        Map<String, String> settings = new HashMap<>(LEAST);
        for (int i = 0; i < pairs.length; i += 2) {
            settings.put(MAIL + pairs[i], pairs[i + 1]);
        }
        return settings;
    }

    private static void isRefused(Map<String, String> settings, String line) {
        assertThatThrownBy(() -> channels(settings))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(line);
    }

    private static List<List<Channel>> channels(Map<String, String> settings) {
        return new ChannelSettings(
                        new SmallRyeConfigBuilder()
                                .withSources(new PropertiesConfigSource(settings, "test", 100))
                                .build(),
                        Clock.systemUTC())
                .channels();
    }
}
