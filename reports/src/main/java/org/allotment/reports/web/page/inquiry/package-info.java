/** From incidents, comparisons, commits and machines to what the templates see: pure functions, no request, no store. */
@NullMarked
package org.allotment.reports.web.page.inquiry;

import org.jspecify.annotations.NullMarked;
