/**
 * Calls into the operating system's virtual memory, with the error number as an answer.
 *
 * <p>{@link org.allotment.core.os.VirtualMemory} is the seam: {@code mmap} and friends where the platform has them
 * (Linux and macOS, 64 bits), and arenas of {@code java.lang.foreign} elsewhere, which can map and unmap but neither
 * split, advise nor remap. Nothing here throws for a call that the system refuses: results below zero are negated
 * {@code errno} values, so that callers decide what a refusal means. This package is the only home of downcalls.
 */
package org.allotment.core.os;
