/** For those who run the server: tokens, the audit log, metrics. */
@NullMarked
package org.allotment.reports.api.admin;

import org.jspecify.annotations.NullMarked;
