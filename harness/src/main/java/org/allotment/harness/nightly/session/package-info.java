/** One night from its plan to its verdict, over the real suites of this checkout. */
@NullMarked
package org.allotment.harness.nightly.session;

import org.jspecify.annotations.NullMarked;
