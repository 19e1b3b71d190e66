/**
 * Where the bytes of our allocators lie once a workload has come to rest, as a document of the night.
 *
 * <p>The churn of the published figures runs once over each allocator that can be walked, then every second block is
 * freed: what is left is split as far as the allocator lets it be. Script and sizes never change, so two documents differ
 * where the code differs. The night makes it in a child of its own: an allocator that breaks takes the picture with it and
 * nothing else.
 */
@NullMarked
package org.allotment.harness.heap;

import org.jspecify.annotations.NullMarked;
