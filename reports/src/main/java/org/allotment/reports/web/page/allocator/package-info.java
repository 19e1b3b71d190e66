/** Makes the page of allocators: what a heap walk says, in words, in a picture and in tables. */
@NullMarked
package org.allotment.reports.web.page.allocator;

import org.jspecify.annotations.NullMarked;
