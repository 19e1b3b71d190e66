/**
 * Upkeep: the work of allocators that is due some time and is nobody's call.
 *
 * <p>Giving memory back after a delay, and noticing that a thread has ended, must happen although no thread comes by.
 * {@link org.allotment.core.concurrent.care.Caretaker} is the one daemon thread of the process that does such things. It
 * knows its clients through weak references and an interface of one method, so that neither side keeps the other alive.
 */
package org.allotment.core.concurrent.care;
