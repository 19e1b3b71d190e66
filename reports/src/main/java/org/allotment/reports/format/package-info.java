/** Strict streaming readers of the three documents; a fault is a value that names its place. */
@NullMarked
package org.allotment.reports.format;

import org.jspecify.annotations.NullMarked;
