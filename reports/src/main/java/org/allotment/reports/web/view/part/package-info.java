/** Parts that several pages show: verdicts, names, moments, commits, findings, the frame around everything. */
@NullMarked
package org.allotment.reports.web.view.part;

import org.jspecify.annotations.NullMarked;
