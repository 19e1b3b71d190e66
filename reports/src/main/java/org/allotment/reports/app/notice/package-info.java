/** Notices in the running server: which channels the settings name, and the rounds in which what is due is said. */
@NullMarked
package org.allotment.reports.app.notice;

import org.jspecify.annotations.NullMarked;
