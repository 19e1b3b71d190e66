/**
 * Notices by mail. Each recipient is a channel of its own: one whose address is refused gets nothing and costs the others nothing, and nobody who got
 * the mail gets it again because somebody else did not. SMTP leaves one gap that nothing closes: when the line breaks between the end of a mail and
 * the server's word for it, only the server knows whether it has it. It is then sent again under the same {@code Message-ID}, by which mail programs and people
 * know it for the same.
 */
@NullMarked
package org.allotment.reports.alert.mail;

import org.jspecify.annotations.NullMarked;
