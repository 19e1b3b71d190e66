/** The words that every other package shares: states, kinds of metric, parameters, raw samples. */
@NullMarked
package org.allotment.reports.model;

import org.jspecify.annotations.NullMarked;
