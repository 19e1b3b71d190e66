/** Which jobs concern an incident, a commit or a machine: the way from what people look at to what was measured again. */
@NullMarked
package org.allotment.reports.store.read.job;

import org.jspecify.annotations.NullMarked;
