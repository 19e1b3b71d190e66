/** The page of allocators. */
@NullMarked
package org.allotment.reports.web.view.allocator;

import org.jspecify.annotations.NullMarked;
