/**
 * Notices of incidents: what is news is said once on each channel, what is history when it is first seen never is. What is to be said is a row, unique by incident and channel, so that several
 * servers on one store say it once, and a server that was started anew says nothing twice. What can be confirmed is asked about before
 * it is said, in the transaction that writes that row. Sending is leased: a server that dies while it
 * sends leaves the notice to the next one, which sends it under the same delivery id, for whether the first arrived nobody can know; receivers drop an id
 * that they have seen.
 */
@NullMarked
package org.allotment.reports.alert;

import org.jspecify.annotations.NullMarked;
