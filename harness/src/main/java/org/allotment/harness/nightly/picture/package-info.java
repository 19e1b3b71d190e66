/**
 * Adds the picture of the heaps to a night that has measured. It is worth less than the night: a child draws it, what it drew
 * is added up before anybody is sent it, and whatever goes wrong costs one line.
 */
@NullMarked
package org.allotment.harness.nightly.picture;

import org.jspecify.annotations.NullMarked;
