/**
 * Tells a dashboard how far a run is. Nobody may lose a measurement to this: it speaks between two units of work only, gives up after two
 * seconds, and leaves neither a thread nor a connection behind while something is measured. What it cannot say is not said.
 */
@NullMarked
package org.allotment.harness.nightly.live;

import org.jspecify.annotations.NullMarked;
