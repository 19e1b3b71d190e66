/**
 * Calls into the operating system's virtual memory, with the error number as an answer.
 *
 * <p>{@link org.allotment.core.os.VirtualMemory} is the seam: {@code mmap} and friends where the platform has them
 * (Linux on x86-64, AArch64, RISC-V and LoongArch, and macOS), and arenas of {@code java.lang.foreign} elsewhere, which
 * can map and unmap but neither split, advise, bind nor remap. Nothing here throws for a call that the system refuses:
 * results below zero are negated {@code errno} values, so that callers decide what a refusal means. What a platform
 * lacks is answered with {@link org.allotment.core.os.VirtualMemory#ENOSYS}. This package is the only home of downcalls.
 *
 * <h2>Calls that succeed and do nothing</h2>
 *
 * <p>Four Linux calls accept a wish and may ignore it. Each has a question beside it, so that callers need not believe:
 *
 * <ul>
 *   <li>{@code MAP_NORESERVE} is ignored when the administrator counts every mapping in full:
 *       {@link org.allotment.core.os.VirtualMemory#honoursNoReserve()}.
 *   <li>{@code madvise(MADV_HUGEPAGE)} answers 0 while transparent huge pages are switched off:
 *       {@link org.allotment.core.os.VirtualMemory#transparentHugePageSize()}.
 *   <li>{@code MAP_32BIT} is a hint to some kinds of mapping; the address tells.
 *   <li>{@code mbind} leaves out nodes that the machine does not have:
 *       {@link org.allotment.core.os.VirtualMemory#policyAt}.
 * </ul>
 *
 * <h2>Node masks</h2>
 *
 * <p>{@link org.allotment.core.os.NodeMask} holds as many words as its highest node needs. The kernel reads one bit less
 * than its {@code maxnode} says, which is why {@link org.allotment.core.os.NodeMask#maxNode()} is the number of bits
 * plus one; a count of bytes in its place would keep nodes 0 to 7 and lose the rest without an error.
 */
package org.allotment.core.os;
