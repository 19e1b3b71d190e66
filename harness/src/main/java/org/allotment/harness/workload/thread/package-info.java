/**
 * Threads that end while what they allocated lives on: estates that each generation inherits from the one before, and
 * threads that live for a hundred blocks.
 */
@NullMarked
package org.allotment.harness.workload.thread;

import org.jspecify.annotations.NullMarked;
