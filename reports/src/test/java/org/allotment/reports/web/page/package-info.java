/** From answers of the history to pages. */
@NullMarked
package org.allotment.reports.web.page;

import org.jspecify.annotations.NullMarked;
