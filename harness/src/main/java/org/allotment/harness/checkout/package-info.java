/** What was measured: the commit of the checkout and the hashes of the benchmark sources. */
@NullMarked
package org.allotment.harness.checkout;

import org.jspecify.annotations.NullMarked;
