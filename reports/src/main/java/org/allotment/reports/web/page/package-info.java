/** From what the history answers to what the templates see: pure functions, no request, no store. */
@NullMarked
package org.allotment.reports.web.page;

import org.jspecify.annotations.NullMarked;
