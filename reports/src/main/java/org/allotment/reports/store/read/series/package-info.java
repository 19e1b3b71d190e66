/**
 * One series from close by: what one run said about it, sample by sample, and the branches on which the same figure of the
 * same machine class was measured. Both are asked for one at a time, by somebody who looks at the series already, so neither
 * makes its page slower.
 */
@NullMarked
package org.allotment.reports.store.read.series;

import org.jspecify.annotations.NullMarked;
