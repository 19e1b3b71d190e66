package org.allotment.reports.triage;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.allotment.reports.model.incident.IncidentState;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants of an incident; null leaves a thing as it is, an empty owner or issue takes it away. Refused with
 * {@link IllegalArgumentException}: a state that is none or {@code new}, a link that is not of http or https, what is too long, and wanting
 * nothing.
 *
 * @param version the one that the wish was made for
 */
public record Wish(
        int version,
        @Nullable IncidentState state,
        @Nullable String owner,
        @Nullable String issue,
        @Nullable String comment) {
    private static final int LONGEST_OWNER = 100;
    private static final int LONGEST_LINK = 500;
    private static final int LONGEST_COMMENT = 4_000;

    /** Checked. */
    public Wish {
        owner = trimmed("owner", owner, LONGEST_OWNER);
        issue = link(trimmed("issue", issue, LONGEST_LINK));
        comment = trimmed("comment", comment, LONGEST_COMMENT);
        comment = comment == null || comment.isEmpty() ? null : comment;
        if (state == IncidentState.NEW) {
            throw new IllegalArgumentException("an incident is never new again, state=new");
        }
        if (state == null && owner == null && issue == null && comment == null) {
            throw new IllegalArgumentException("nothing to change, known=state|owner|issue|comment");
        }
    }

    private static @Nullable String trimmed(String name, @Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String trimmed = text.strip();
        if (trimmed.length() > longest) {
            throw new IllegalArgumentException(
                    "too long, name=" + name + ", length=" + trimmed.length() + ", max=" + longest);
        }
        boolean lines = name.equals("comment");
        if (trimmed.chars().anyMatch(c -> c != '\n' && c != '\r' && c != '\t' && Character.isISOControl(c))
                || (!lines && trimmed.indexOf('\n') >= 0)) {
            throw new IllegalArgumentException("control character, name=" + name);
        }
        return trimmed;
    }

    private static @Nullable String link(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        try {
            URI link = new URI(text);
            String scheme = link.getScheme() == null ? "" : link.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && link.getHost() != null
                    && link.getUserInfo() == null) {
                return link.toString();
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("address expected, name=issue, at=" + e.getIndex(), e);
        }
        throw new IllegalArgumentException("address of http or https expected, name=issue");
    }
}
