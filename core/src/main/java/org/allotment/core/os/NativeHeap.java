package org.allotment.core.os;

import java.util.Optional;

/**
 * The heap of the C library: {@code malloc}, {@code calloc}, {@code aligned_alloc}, {@code realloc} and {@code free}.
 *
 * <p>Being refused is an answer of 0, never an exception; nothing is checked. Blocks of up to {@link #SHORT_BYTES} are
 * handled by critical downcalls, which skip the thread's change of state: such a call is over in well under a
 * microsecond. A larger block may be mapped, zeroed or copied while the call runs, and the garbage collector would
 * have to wait for it; those calls are plain ones. Implementations are safe to call from any thread.
 */
public interface NativeHeap {
    /** The alignment that every block has which is at least as large. */
    long ALIGNMENT = 16;

    /** Largest block, in bytes, whose calls are critical. */
    long SHORT_BYTES = 1 << 16;

    /**
     * Returns the heap of this process.
     *
     * @return nothing where pointers are no 64-bit numbers or the C library lacks one of the functions
     */
    static Optional<NativeHeap> system() {
        return LibcHeap.isSupported() ? Optional.of(LibcHeap.INSTANCE) : Optional.empty();
    }

    /**
     * Allocates a block; its contents are whatever was there.
     *
     * @param byteSize bytes from 1 up; with {@code alignment} added at most {@link Long#MAX_VALUE}
     * @param alignment power of two; above {@link #ALIGNMENT} it is {@code aligned_alloc} that is asked
     * @return the block's address or 0; also 0 for such an alignment where there is no {@code aligned_alloc}
     */
    long allocate(long byteSize, long alignment);

    /**
     * Allocates a block of zeroes, aligned to {@link #ALIGNMENT}.
     *
     * @param byteSize bytes from 1 up
     * @return the block's address or 0
     */
    long allocateZeroed(long byteSize);

    /**
     * Resizes a block, moving it if the heap likes; contents common to both sizes are kept.
     *
     * @param address a block of this heap
     * @param byteSize its bytes
     * @param newByteSize bytes from 1 up
     * @return its address from now on, aligned to {@link #ALIGNMENT}; or 0, and the block is as it was
     */
    long resize(long address, long byteSize, long newByteSize);

    /**
     * Frees a block.
     *
     * @param address a block of this heap
     * @param byteSize its bytes
     */
    void free(long address, long byteSize);

    /**
     * Returns how many bytes a block really has.
     *
     * @param address a block of this heap
     * @return bytes that may be used, or 0 where the C library does not tell
     */
    long usableSize(long address);
}
