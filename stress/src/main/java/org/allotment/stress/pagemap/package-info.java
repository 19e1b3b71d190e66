/** The map from addresses to owners: what its readers see while owners are entered. */
@NullMarked
package org.allotment.stress.pagemap;

import org.jspecify.annotations.NullMarked;
