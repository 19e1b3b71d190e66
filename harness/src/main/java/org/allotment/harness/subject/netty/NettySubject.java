package org.allotment.harness.subject.netty;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import org.allotment.core.memory.RawAccess;
import org.allotment.harness.subject.ObjectSubject;

/**
 * Direct buffers of a Netty allocator. All threads share one allocator, which keeps caches per thread, as in a server.
 *
 * <p>The touch goes to the buffer's memory address, because Netty has no opaque write; it is Netty's fastest access.
 */
public final class NettySubject implements ObjectSubject<ByteBuf> {
    private final ByteBufAllocator allocator;

    private NettySubject(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /**
     * Opens the pooled allocator.
     *
     * @return a subject over the process-wide instance
     */
    public static NettySubject pooled() {
        return new NettySubject(PooledByteBufAllocator.DEFAULT);
    }

    /**
     * Opens the adaptive allocator.
     *
     * @return a subject over the process-wide instance
     */
    public static NettySubject adaptive() {
        return new NettySubject(Adaptive.SHARED);
    }

    @Override
    public ByteBuf allocate(long size) {
        return allocator.directBuffer((int) size);
    }

    @Override
    public ByteBuf allocate(long size, long alignment) {
        if (alignment > ALIGNMENT) {
            throw new IllegalArgumentException("Netty takes no alignment with a request alignment=" + alignment);
        }
        return allocate(size);
    }

    @Override
    public void touch(ByteBuf block, long value) {
        RawAccess.putLongOpaque(block.memoryAddress(), value);
    }

    @Override
    public void put(ByteBuf block, long offset, long value) {
        RawAccess.putLong(block.memoryAddress() + offset, value);
    }

    @Override
    public long get(ByteBuf block, long offset) {
        return RawAccess.getLong(block.memoryAddress() + offset);
    }

    @Override
    public void putByte(ByteBuf block, long offset, byte value) {
        RawAccess.putByte(block.memoryAddress() + offset, value);
    }

    @Override
    public byte getByte(ByteBuf block, long offset) {
        return RawAccess.getByte(block.memoryAddress() + offset);
    }

    @Override
    public long address(ByteBuf block) {
        return block.memoryAddress();
    }

    @Override
    public void free(ByteBuf block) {
        block.release();
    }

    /** Loaded only when the adaptive allocator is asked for. */
    private static final class Adaptive {
        static final AdaptiveByteBufAllocator SHARED = new AdaptiveByteBufAllocator(true);

        private Adaptive() {}
    }
}
