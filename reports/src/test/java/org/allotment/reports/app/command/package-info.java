/** Tests of the commands. */
@NullMarked
package org.allotment.reports.app.command;

import org.jspecify.annotations.NullMarked;
