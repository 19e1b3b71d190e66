/** The store: SQLite or PostgreSQL behind one interface, and the questions it answers. */
@NullMarked
package org.allotment.reports.store;

import org.jspecify.annotations.NullMarked;
