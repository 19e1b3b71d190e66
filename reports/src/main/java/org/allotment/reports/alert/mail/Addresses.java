package org.allotment.reports.alert.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.nio.charset.StandardCharsets;

/** Addresses as settings write them. */
public final class Addresses {
    private static final int LONGEST = 320;

    private Addresses() {}

    /**
     * One address, with or without a name before it.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static InternetAddress of(String text) {
        String stripped = text.strip();
        try {
            InternetAddress[] parsed = InternetAddress.parse(stripped, true);
            boolean whole = parsed.length == 1 && !parsed[0].isGroup() && isPlain(stripped);
            if (whole && parsed[0].getAddress().matches("[^@\\s]+@[^@\\s]+")) {
                parsed[0].validate();
                return parsed[0];
            }
        } catch (AddressException e) {
            throw new IllegalArgumentException("mail address expected, found=" + Texts.line(stripped, LONGEST), e);
        }
        throw new IllegalArgumentException("mail address expected, found=" + Texts.line(stripped, LONGEST));
    }

    private static boolean isPlain(String text) {
        return text.length() <= LONGEST
                && StandardCharsets.US_ASCII.newEncoder().canEncode(text)
                && text.chars().noneMatch(Character::isISOControl);
    }
}
