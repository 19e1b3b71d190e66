/** Incidents over HTTP: found, shown, and judged by those who may. */
@NullMarked
package org.allotment.reports.api.incident;

import org.jspecify.annotations.NullMarked;
