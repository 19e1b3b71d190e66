/** The parts that hand out jobs, made from the settings, and what is done about them every few seconds. */
@NullMarked
package org.allotment.reports.app.job;

import org.jspecify.annotations.NullMarked;
