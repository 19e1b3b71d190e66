/** Comparisons, commits and machines over HTTP. */
@NullMarked
package org.allotment.reports.api.inquiry;

import org.jspecify.annotations.NullMarked;
