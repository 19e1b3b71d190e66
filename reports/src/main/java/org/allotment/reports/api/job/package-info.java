/** Jobs over HTTP: bench machines claim and answer them, people look at them and cancel them. */
@NullMarked
package org.allotment.reports.api.job;

import org.jspecify.annotations.NullMarked;
