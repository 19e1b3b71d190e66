/**
 * What the templates see: one record a page, every number already in the words a reader meets. Records here know nothing of requests or of the
 * store, so that a page can be rendered from plain values in a test.
 */
@NullMarked
package org.allotment.reports.web.view;

import org.jspecify.annotations.NullMarked;
