/** Which subjects exist, under which stable id, and whether this host can run them. */
@NullMarked
package org.allotment.harness.subject.catalog;

import org.jspecify.annotations.NullMarked;
