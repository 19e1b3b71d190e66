/** What an operator does from a command line, without the server: {@code ./allotment dashboard …}. */
@NullMarked
package org.allotment.reports.app.command;

import org.jspecify.annotations.NullMarked;
