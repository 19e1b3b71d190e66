package org.allotment.harness.subject.arena;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.allotment.harness.subject.ObjectSubject;
import org.allotment.harness.subject.Subject;

/** One arena for each block: the JDK's way to give blocks lives of their own. */
public final class ArenaPerBlock implements ObjectSubject<ArenaPerBlock.Block> {
    private final Supplier<Arena> arenas;

    /**
     * Chooses the kind of arena.
     *
     * @param arenas opens one
     */
    public ArenaPerBlock(Supplier<Arena> arenas) {
        this.arenas = arenas;
    }

    /**
     * What a user has to keep for such a block.
     *
     * @param arena closes the block
     * @param segment the block
     */
    public record Block(Arena arena, MemorySegment segment) {}

    @Override
    public Block allocate(long size) {
        return allocate(size, Subject.ALIGNMENT);
    }

    @Override
    public Block allocate(long size, long alignment) {
        Arena arena = arenas.get();
        return new Block(arena, arena.allocate(size, alignment));
    }

    @Override
    public void touch(Block block, long value) {
        SegmentAccess.touch(block.segment, value);
    }

    @Override
    public void put(Block block, long offset, long value) {
        SegmentAccess.put(block.segment, offset, value);
    }

    @Override
    public long get(Block block, long offset) {
        return SegmentAccess.get(block.segment, offset);
    }

    @Override
    public void putByte(Block block, long offset, byte value) {
        SegmentAccess.putByte(block.segment, offset, value);
    }

    @Override
    public byte getByte(Block block, long offset) {
        return SegmentAccess.getByte(block.segment, offset);
    }

    @Override
    public long address(Block block) {
        return block.segment.address();
    }

    @Override
    public void free(Block block) {
        block.arena.close();
    }
}
