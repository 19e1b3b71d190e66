/** The three documents of docs/result-format.md as they were sent, nothing rounded and nothing judged. */
@NullMarked
package org.allotment.reports.model.document;

import org.jspecify.annotations.NullMarked;
