/** Settings of notices. */
@NullMarked
package org.allotment.reports.app.notice;

import org.jspecify.annotations.NullMarked;
