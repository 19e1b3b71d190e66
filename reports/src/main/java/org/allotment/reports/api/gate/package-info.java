/** Which requests are let in at all, before anything reads them. */
@NullMarked
package org.allotment.reports.api.gate;

import org.jspecify.annotations.NullMarked;
