/** The thread-caching allocator: remote frees, adoption, purging and stripes. */
@NullMarked
package org.allotment.stress.concurrent.heap;

import org.jspecify.annotations.NullMarked;
