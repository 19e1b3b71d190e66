/** Pages in a real browser: every one, wide and narrow, light and dark, empty and full, with hostile names. */
@NullMarked
package org.allotment.reports.web;

import org.jspecify.annotations.NullMarked;
