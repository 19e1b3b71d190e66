/** Start, settings, wiring. */
@NullMarked
package org.allotment.reports.app;

import org.jspecify.annotations.NullMarked;
