/** Nights that run and have not landed. */
@NullMarked
package org.allotment.reports.model.live;

import org.jspecify.annotations.NullMarked;
