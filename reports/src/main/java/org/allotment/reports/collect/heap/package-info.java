/**
 * The heap walks of runs. The document is kept as it was uploaded and has no tables of its own: few runs record one, it is
 * small, and all that is asked of it is a picture, so it is read again by whoever looks.
 */
@NullMarked
package org.allotment.reports.collect.heap;

import org.jspecify.annotations.NullMarked;
