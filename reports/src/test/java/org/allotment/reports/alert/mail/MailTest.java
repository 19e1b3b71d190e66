package org.allotment.reports.alert.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Header;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.allotment.reports.alert.Incident;
import org.allotment.reports.alert.mail.FakePostOffice.Fault;
import org.allotment.reports.alert.mail.PostOffice.Account;
import org.allotment.reports.alert.mail.PostOffice.Security;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail over a real line; the limit is for a client that never ends, which is what some of these look for. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class MailTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Account ACCOUNT = new Account("bench", "pass word");

    @TempDir
    private Path folder;

    @Test
    void aMailArrivesWholeUnderItsName() throws Exception {
        try (FakePostOffice office = new FakePostOffice()) {
            mail(office, Security.NONE, null, LONG, PostOffice.systemTrust())
                    .send("allotment-0123-7", incident("Pair.pair", "Pair.pair: 11 % slower"));
            FakePostOffice.Letter letter = only(office);
            assertThat(letter.from()).isEqualTo("bench@example.org");
            assertThat(letter.to()).isEqualTo("alice@example.org");
            MimeMessage mail = parsed(letter);
            assertThat(mail.getMessageID()).isEqualTo("<allotment-0123-7@example.org>");
            assertThat(mail.getSubject()).isEqualTo("[default] Pair.pair: 11 % slower");
            assertThat(mail.getSentDate()).isEqualTo(NOW);
            assertThat(mail.getHeader("From")).containsExactly("Bench <bench@example.org>");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getContentType()).isEqualTo("text/plain; charset=UTF-8");
            assertThat(mail.getContent())
                    .asString()
                    .contains(
                            "https://bench.example.org/incidents/42",
                            "https://bench.example.org/runs/8f14e45fceea167a",
                            "Commit: 0123abcd",
                            "Opened: 2026-01-02T03:04:05Z");
        }
    }

    @Test
    void namesAreTextAndAddNeitherHeadersNorLines() throws Exception {
        String hostile =
                "slow\r\nBcc: evil@example.org\r\n\r\n.\r\nMAIL FROM:<evil@example.org>\u2028\u202eturned \u0000end";
        try (FakePostOffice office = new FakePostOffice()) {
            mail(office, Security.NONE, null, LONG, PostOffice.systemTrust())
                    .send("allotment-0123-7", incident(hostile, hostile));
            MimeMessage mail = parsed(only(office));
            assertThat(Collections.list(mail.getAllHeaders()).stream().map(Header::getName))
                    .containsExactlyInAnyOrder(
                            "From",
                            "To",
                            "Subject",
                            "Date",
                            "Message-ID",
                            "MIME-Version",
                            "Content-Type",
                            "Content-Transfer-Encoding",
                            "Auto-Submitted",
                            "X-Allotment-Delivery");
            assertThat(mail.getSubject())
                    .isEqualTo("[default] slow Bcc: evil@example.org . MAIL FROM:<evil@example.org> turned end");
            assertThat(mail.getContent().toString().lines()).hasSize(11).noneMatch(line -> line.equals("."));
            assertThat(office.commands())
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .hasSize(1);
        }
    }

    @Test
    void longAndForeignNamesAreCutAndKeptWhole() throws Exception {
        String foreign = "größer 慢い 🙂".repeat(100);
        try (FakePostOffice office = new FakePostOffice()) {
            mail(office, Security.NONE, null, LONG, PostOffice.systemTrust())
                    .send("allotment-0123-7", incident(foreign, foreign));
            MimeMessage mail = parsed(only(office));
            assertThat(mail.getSubject())
                    .startsWith("[default] größer 慢い 🙂")
                    .endsWith("…")
                    .hasSizeLessThanOrEqualTo(200);
            assertThat(mail.getContent()).asString().contains("größer 慢い 🙂");
            assertThat(only(office).data())
                    .isEqualTo(new String(
                            only(office).data().getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void nothingIsSaidToAServerThatCannotEncrypt() throws Exception {
        try (FakePostOffice office = new FakePostOffice()) {
            assertThatThrownBy(() -> send(mail(office, Security.STARTTLS, ACCOUNT, LONG, PostOffice.systemTrust())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(office.commands()).allMatch(line -> line.matches("(EHLO|QUIT).*"));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Security.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theAccountIsShownBehindTheEncryptionOnly(Security security) throws Exception {
        Certificates certificates = Certificates.of(folder, "localhost");
        try (FakePostOffice office = new FakePostOffice(certificates.server(), security == Security.TLS)) {
            send(mail(office, security, ACCOUNT, LONG, certificates.client().getSocketFactory()));
            assertThat(only(office).to()).isEqualTo("alice@example.org");
            String account =
                    Base64.getEncoder().encodeToString("bench\0bench\0pass word".getBytes(StandardCharsets.US_ASCII));
            List<String> commands = office.commands();
            assertThat(commands)
                    .filteredOn(line -> line.contains(account))
                    .as("%s", commands)
                    .hasSize(1);
            if (security == Security.STARTTLS) {
                assertThat(commands.indexOf("STARTTLS")).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Security.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void aServerThatIsNotWhoItShouldBeHearsNothing(Security security) throws Exception {
        Certificates another = Certificates.of(folder, "other.example.org");
        for (SSLSocketFactory trust :
                List.of(PostOffice.systemTrust(), another.client().getSocketFactory())) {
            try (FakePostOffice office = new FakePostOffice(another.server(), security == Security.TLS)) {
                assertThatThrownBy(() -> send(mail(office, security, ACCOUNT, LONG, trust)))
                        .isInstanceOf(IOException.class);
                assertThat(office.commands()).allMatch(line -> line.matches("(EHLO|STARTTLS).*"));
                assertThat(office.letters()).isEmpty();
            }
        }
    }

    @Test
    void whatIsNotTakenIsAFaultThatNamesNoPassword() throws Exception {
        try (FakePostOffice office = new FakePostOffice()) {
            Mail mail = mail(office, Security.NONE, ACCOUNT, LONG, PostOffice.systemTrust());
            office.refuse("alice@example.org");
            assertThatThrownBy(() -> send(mail)).isInstanceOf(IOException.class);
            office.refuse();
            for (Fault fault : List.of(Fault.LATER, Fault.ACCOUNT)) {
                office.fails(fault);
                assertThatThrownBy(() -> send(mail))
                        .isInstanceOf(IOException.class)
                        .satisfies(thrown -> assertThat(thrown.toString() + thrown.getCause())
                                .doesNotContain(ACCOUNT.password()));
            }
            assertThat(office.letters()).isEmpty();
        }
        assertThat(ACCOUNT.toString()).contains("bench").doesNotContain("pass word");
    }

    @Test
    void whatIsTakenIsTakenHoweverTheyPart() throws Exception {
        try (FakePostOffice office = new FakePostOffice()) {
            Mail mail = mail(office, Security.NONE, null, LONG, PostOffice.systemTrust());
            office.fails(Fault.BREAKS_BEHIND_ITS_WORD);
            assertThatCode(() -> send(mail)).doesNotThrowAnyException();
            office.fails(Fault.BREAKS_BEFORE_ITS_WORD);
            assertThatThrownBy(() -> send(mail)).isInstanceOf(IOException.class);
            assertThat(office.letters()).hasSize(2);
            assertThat(parsed(office.letters().get(1)).getMessageID())
                    .isEqualTo(parsed(office.letters().get(0)).getMessageID());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SILENT", "DRIPPING"})
    void aServerThatComesToNoEndIsLeft(Fault fault) throws Exception {
        try (FakePostOffice office = new FakePostOffice()) {
            office.fails(fault);
            assertThatThrownBy(() ->
                            send(mail(office, Security.NONE, null, Duration.ofMillis(500), PostOffice.systemTrust())))
                    .isInstanceOf(IOException.class);
            assertThat(office.commands()).isEmpty();
        }
    }

    private static void send(Mail mail) throws IOException {
        mail.send("allotment-0123-7", incident("Pair.pair", "slower"));
    }

    private static Mail mail(
            FakePostOffice office,
            Security security,
            @Nullable Account account,
            Duration limit,
            SSLSocketFactory trust) {
        return new Mail(
                new PostOffice("localhost", office.port(), security, account, limit),
                new Letters(Addresses.of("Bench <bench@example.org>"), URI.create("https://bench.example.org/")),
                Addresses.of("alice@example.org"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                trust);
    }

    private static Incident incident(String subject, String detail) {
        return new Incident(42, "default", "main", subject, detail, "0123abcd", "8f14e45fceea167a", NOW);
    }

    private static FakePostOffice.Letter only(FakePostOffice office) {
        assertThat(office.letters()).hasSize(1);
        return office.letters().getFirst();
    }

    private static MimeMessage parsed(FakePostOffice.Letter letter) throws Exception {
        byte[] bytes = letter.data().getBytes(StandardCharsets.UTF_8);
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }
}
