/** Words and numbers of the pages. */
@NullMarked
package org.allotment.reports.web.text;

import org.jspecify.annotations.NullMarked;
