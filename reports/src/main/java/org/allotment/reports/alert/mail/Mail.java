package org.allotment.reports.alert.mail;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.allotment.reports.alert.Channel;
import org.allotment.reports.alert.Incident;
import org.allotment.reports.alert.mail.PostOffice.Security;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Mails to one recipient by SMTP. A connection is made for each mail and ends with it; whatever the server does, it ends within the limit of the post
 * office, which is shorter than the lease of a notice: nobody else sends it meanwhile.
 */
public final class Mail implements Channel {
    private static final Duration STEP = Duration.ofSeconds(15);

    private final PostOffice office;
    private final Letters letters;
    private final InternetAddress to;
    private final Clock clock;
    private final SSLSocketFactory tls;

    /** To one recipient. */
    public Mail(PostOffice office, Letters letters, InternetAddress to, Clock clock) {
        this(office, letters, to, clock, PostOffice.systemTrust());
    }

    Mail(PostOffice office, Letters letters, InternetAddress to, Clock clock, SSLSocketFactory tls) {
        this.office = office;
        this.letters = letters;
        this.to = to;
        this.clock = clock;
        this.tls = tls;
    }

    @Override
    public String name() {
        return "mail " + to.getAddress().toLowerCase(Locale.ROOT);
    }

    @Override
    public void send(String delivery, Incident incident) throws IOException {
        Session session = session();
        long deadline = System.nanoTime() + office.limit().toNanos();
        CountDownLatch done = new CountDownLatch(1);
        // Looking a name up can take as long as it likes, so the time is taken before and asked behind it.
        InetAddress address = InetAddress.getByName(office.host());
        try (Socket line = new Socket()) {
            Thread.ofVirtual().start(() -> cut(line, done, deadline));
            MimeMessage letter = letters.letter(session, delivery, incident, to, clock.instant());
            line.connect(
                    // With the name that was asked for, whatever the address would say of itself: it is what a
                    // certificate must show.
                    new InetSocketAddress(InetAddress.getByAddress(office.host(), address.getAddress()), office.port()),
                    (int) Math.min(STEP.toMillis(), left(deadline)));
            line.setSoTimeout((int) STEP.toMillis());
            handIn(session, secured(line), letter);
        } catch (MessagingException e) {
            throw new IOException("mail not taken, host=" + office.host() + ", reason=" + e.getMessage(), e);
        } finally {
            done.countDown();
        }
    }

    private static long left(long deadline) throws IOException {
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (millis <= 0) {
            throw new IOException("no time left before the mail server was reached");
        }
        return millis;
    }

    private static void cut(Socket line, CountDownLatch done, long deadline) {
        try {
            if (!done.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                line.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Then it is not open either.
        }
    }

    private Socket secured(Socket line) throws IOException {
        if (office.security() != Security.TLS) {
            return line;
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(line, office.host(), office.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private void handIn(Session session, Socket line, MimeMessage letter) throws MessagingException {
        SMTPTransport transport =
                new SMTPTransport(session, new URLName("smtp", office.host(), office.port(), null, null, null));
        transport.connect(line);
        try {
            transport.sendMessage(letter, letter.getAllRecipients());
        } finally {
            closeQuietly(transport);
        }
    }

    /** What was taken is taken, however the parting goes. */
    private static void closeQuietly(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // The socket is closed in any case.
        }
    }

    private Session session() {
        Properties settings = new Properties();
        settings.put("mail.smtp.auth", String.valueOf(office.account() != null));
        settings.put("mail.smtp.starttls.enable", String.valueOf(office.security() == Security.STARTTLS));
        settings.put("mail.smtp.starttls.required", String.valueOf(office.security() == Security.STARTTLS));
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        settings.put("mail.smtp.ssl.socketFactory", tls);
        settings.put("mail.smtp.ssl.socketFactory.fallback", "false");
        settings.put("mail.smtp.timeout", String.valueOf(STEP.toMillis()));
        settings.put("mail.smtp.localhost", "allotment.invalid");
        settings.put("mail.smtp.quitwait", "false");
        settings.put("mail.smtp.from", letters.from().getAddress());
        PostOffice.Account account = office.account();
        return account == null
                ? Session.getInstance(settings)
                : Session.getInstance(settings, new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(account.user(), account.password());
                    }
                });
    }
}
