/** Mail against a server that speaks SMTP, well and badly. */
@NullMarked
package org.allotment.reports.alert.mail;

import org.jspecify.annotations.NullMarked;
