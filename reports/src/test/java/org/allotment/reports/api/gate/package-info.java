@NullMarked
package org.allotment.reports.api.gate;

import org.jspecify.annotations.NullMarked;
