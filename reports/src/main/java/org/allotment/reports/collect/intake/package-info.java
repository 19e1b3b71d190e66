/** From the wire to the spool: encoding, limits, parts. What is refused here was never looked into. */
@NullMarked
package org.allotment.reports.collect.intake;

import org.jspecify.annotations.NullMarked;
