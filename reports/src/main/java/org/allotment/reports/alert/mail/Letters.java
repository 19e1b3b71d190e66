package org.allotment.reports.alert.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.allotment.reports.alert.Incident;

/**
 * Writes incidents down as mails: plain text, every name in it one line.
 *
 * @param dashboard where a browser finds the pages
 */
public record Letters(InternetAddress from, URI dashboard) {
    private static final int SUBJECT = 200;
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    /** A mail whose name is the delivery's, each time it is written. */
    MimeMessage letter(Session session, String delivery, Incident incident, InternetAddress to, Instant now)
            throws MessagingException {
        MimeMessage letter = new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId(delivery));
            }
        };
        letter.setFrom(from);
        letter.setRecipient(Message.RecipientType.TO, to);
        letter.setSubject(subject(incident), UTF_8);
        letter.setSentDate(Date.from(now));
        letter.setHeader("Auto-Submitted", "auto-generated");
        letter.setHeader("X-Allotment-Delivery", delivery);
        letter.setText(text(incident), UTF_8);
        letter.saveChanges();
        return letter;
    }

    /** The name of a delivery in the world of mail. */
    String messageId(String delivery) {
        String address = from.getAddress();
        return "<" + delivery + "@" + address.substring(address.lastIndexOf('@') + 1) + ">";
    }

    static String subject(Incident incident) {
        String text = "[" + Texts.line(incident.project(), SUBJECT / 4) + "] " + incident.detail();
        return Texts.line(text, SUBJECT);
    }

    private String text(Incident incident) {
        String commit = incident.commit();
        return Texts.line(incident.detail()) + "\n\n"
                + row(
                        "Incident",
                        dashboard.resolve("/incidents/" + incident.id()).toString())
                + row("First seen", page("/runs/", incident.runId()))
                + row("Project", incident.project())
                + row("Branch", incident.branch())
                + (commit == null ? "" : row("Commit", commit))
                + row("What", incident.subject())
                + row("Opened", incident.opened().toString())
                + "\nThis is said once for each incident. Who looks at it, and what it came to, is on its page.\n";
    }

    private String page(String folder, String id) {
        return dashboard.resolve(folder + id.replaceAll("[^A-Za-z0-9._-]", "_")).toString();
    }

    private static String row(String name, String value) {
        return name + ": " + Texts.line(value) + "\n";
    }
}
