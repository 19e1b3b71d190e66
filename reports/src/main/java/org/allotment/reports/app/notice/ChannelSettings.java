package org.allotment.reports.app.notice;

import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Webhook;
import org.allotment.reports.alert.mail.Addresses;
import org.allotment.reports.alert.mail.Letters;
import org.allotment.reports.alert.mail.Mail;
import org.allotment.reports.alert.mail.PostOffice;
import org.allotment.reports.alert.mail.PostOffice.Security;
import org.allotment.reports.app.StartRefusedException;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** The channels that the settings name; settings that cannot be meant refuse the start, each in one line. */
final class ChannelSettings {
    private static final String MAIL = "allotment.notice.mail.";
    private static final List<String> OF_MAIL =
            List.of("port", "security", "user", "password", "password-file", "from", "to");
    private static final int MOST_RECIPIENTS = 50;
    private static final int LONGEST_PASSWORD = 1_024;

    private final Config config;
    private final Clock clock;

    ChannelSettings(Config config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Channels that are asked one after the other; those of one list never wait for those of another. */
    List<List<Channel>> channels() {
        List<List<Channel>> channels = new ArrayList<>();
        webhook().ifPresent(hook -> channels.add(List.of(hook)));
        List<Channel> mails = mails();
        if (!mails.isEmpty()) {
            channels.add(mails);
        }
        return channels;
    }

    private Optional<Channel> webhook() {
        return text("allotment.notice.webhook.url")
                .map(url -> new Webhook(
                        address("allotment.notice.webhook.url", url),
                        text("allotment.notice.webhook.secret")
                                .orElseThrow(
                                        () -> refused("a webhook needs a secret: set allotment.notice.webhook.secret")),
                        clock));
    }

    private List<Channel> mails() {
        Optional<String> host = text(MAIL + "host");
        if (host.isEmpty()) {
            for (String other : OF_MAIL) {
                if (text(MAIL + other).isPresent()) {
                    throw refused("mail needs a server: set " + MAIL + "host, or leave " + MAIL + other + " away");
                }
            }
            return List.of();
        }
        try {
            PostOffice office = office(host.get());
            Letters letters = new Letters(Addresses.of(needed("from")), dashboard());
            List<Channel> mails = new ArrayList<>();
            for (InternetAddress recipient : recipients()) {
                mails.add(new Mail(office, letters, recipient, clock));
            }
            return mails;
        } catch (IllegalArgumentException e) {
            throw refused("settings of mail: " + e.getMessage());
        }
    }

    private PostOffice office(String host) {
        String word = text(MAIL + "security").orElse("starttls");
        Security security = Arrays.stream(Security.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> refused("unknown word, " + MAIL + "security=" + word + ", known=starttls|tls|none"));
        return PostOffice.of(host, port(security), security, account());
    }

    private int port(Security security) {
        Optional<String> port = text(MAIL + "port");
        if (port.isPresent() && !port.get().matches("[0-9]{1,5}")) {
            throw refused("whole number expected, " + MAIL + "port=" + port.get());
        }
        return port.map(Integer::parseInt).orElse(security.usualPort());
    }

    private PostOffice.@Nullable Account account() {
        Optional<String> user = text(MAIL + "user");
        Optional<String> password = text(MAIL + "password");
        Optional<String> file = text(MAIL + "password-file");
        if (password.isPresent() && file.isPresent()) {
            throw refused("two passwords: leave " + MAIL + "password or " + MAIL + "password-file away");
        }
        if (user.isPresent() != (password.isPresent() || file.isPresent())) {
            throw refused("user and password belong together: set " + MAIL + "user, and " + MAIL + "password or " + MAIL
                    + "password-file, or none of them");
        }
        return user.isEmpty()
                ? null
                : new PostOffice.Account(
                        user.get(),
                        file.map(ChannelSettings::read).or(() -> password).orElseThrow());
    }

    private static String read(String file) {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LONGEST_PASSWORD) {
                throw refused("too long for a password, " + MAIL + "password-file=" + file);
            }
            String password = Files.readString(path, StandardCharsets.UTF_8).strip();
            if (password.isEmpty()) {
                throw refused("no password in it, " + MAIL + "password-file=" + file);
            }
            return password;
        } catch (IOException e) {
            throw refused("cannot be read, " + MAIL + "password-file=" + file + ", reason="
                    + e.getClass().getSimpleName());
        }
    }

    private List<InternetAddress> recipients() {
        Map<String, InternetAddress> recipients = new LinkedHashMap<>();
        for (String each : needed("to").split(",", -1)) {
            InternetAddress address = Addresses.of(each);
            recipients.putIfAbsent(address.getAddress().toLowerCase(Locale.ROOT), address);
        }
        if (recipients.size() > MOST_RECIPIENTS) {
            throw refused("too many recipients, " + MAIL + "to=" + recipients.size() + ", max=" + MOST_RECIPIENTS);
        }
        return List.copyOf(recipients.values());
    }

    /** Where the links in mails lead: what the settings say, else where this server listens. */
    private URI dashboard() {
        return text("allotment.public-url")
                .map(url -> address("allotment.public-url", url))
                .orElseGet(() -> {
                    String host = text("quarkus.http.host").orElse("127.0.0.1");
                    String port = text("quarkus.http.port").orElse("7411");
                    return address(
                            "quarkus.http.host",
                            "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
                });
    }

    private static URI address(String name, String text) {
        try {
            URI address = URI.create(text);
            if (String.valueOf(address.getScheme()).matches("(?i)https?") && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw refused("address of http or https expected, " + name + "=" + text);
        }
        throw refused("address of http or https expected, " + name + "=" + text);
    }

    private String needed(String name) {
        return text(MAIL + name).orElseThrow(() -> refused("mail needs more: set " + MAIL + name));
    }

    private Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).filter(text -> !text.isBlank());
    }

    private static StartRefusedException refused(String line) {
        return new StartRefusedException(line);
    }
}
