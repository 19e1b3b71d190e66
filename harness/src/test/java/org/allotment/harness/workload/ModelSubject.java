package org.allotment.harness.workload;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.allotment.harness.subject.ObjectSubject;

/** Blocks on the Java heap, and a log of the calls: what every other subject must agree with. */
final class ModelSubject implements ObjectSubject<ModelSubject.Block> {
    final List<String> calls = new ArrayList<>();
    private int count;

    record Block(int number, ByteBuffer bytes) {}

    @Override
    public Block allocate(long size) {
        Block block = new Block(count++, ByteBuffer.allocate((int) size));
        calls.add("allocate " + block.number + " size=" + size);
        return block;
    }

    @Override
    public Block allocate(long size, long alignment) {
        Block block = new Block(count++, ByteBuffer.allocate((int) size));
        calls.add("allocate " + block.number + " size=" + size + " alignment=" + alignment);
        return block;
    }

    @Override
    public void putByte(Block block, long offset, byte value) {
        block.bytes.put((int) offset, value);
    }

    @Override
    public byte getByte(Block block, long offset) {
        return block.bytes.get((int) offset);
    }

    @Override
    public void touch(Block block, long value) {
        block.bytes.putLong(0, value);
    }

    @Override
    public void put(Block block, long offset, long value) {
        block.bytes.putLong((int) offset, value);
    }

    @Override
    public long get(Block block, long offset) {
        return block.bytes.getLong((int) offset);
    }

    @Override
    public long address(Block block) {
        return 0;
    }

    @Override
    public void free(Block block) {
        calls.add("free " + block.number);
    }
}
