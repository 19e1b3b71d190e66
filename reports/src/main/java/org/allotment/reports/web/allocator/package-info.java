/** The page of allocators. */
@NullMarked
package org.allotment.reports.web.allocator;

import org.jspecify.annotations.NullMarked;
