/** Ending what holds several things, when one of them cannot be ended. Not exported. */
@NullMarked
package org.allotment.core.ending;

import org.jspecify.annotations.NullMarked;
