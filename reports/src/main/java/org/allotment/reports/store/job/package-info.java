/**
 * Jobs in the store. A claim is one statement: on PostgreSQL it takes the first row that nobody else is taking at that moment
 * ({@code FOR UPDATE SKIP LOCKED}) and waits for nobody; on SQLite writers follow one another, each in an immediate transaction.
 * A lease that has ended needs no clean-up: its job is taken as if it waited.
 */
@NullMarked
package org.allotment.reports.store.job;

import org.jspecify.annotations.NullMarked;
