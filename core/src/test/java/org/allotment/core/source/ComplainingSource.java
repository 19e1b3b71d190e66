package org.allotment.core.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes memory back with a complaint. */
public final class ComplainingSource implements MemorySource {
    private final MemorySource source;
    private final List<Long> out = new ArrayList<>();

    /** Over mappings. */
    public ComplainingSource() {
        this(MemoryMapSource.create());
    }

    /** Over another. */
    public ComplainingSource(MemorySource source) {
        this.source = source;
    }

    /** How many pieces are out. */
    public int pieces() {
        return out.size();
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        long address = source.obtain(byteSize, alignment);
        out.add(address);
        return address;
    }

    @Override
    public void release(long address, long byteSize) {
        source.release(address, byteSize);
        out.remove(address);
        throw new UncheckedIOException(new IOException("complaint, address=" + address));
    }

    @Override
    public long granularity() {
        return source.granularity();
    }

    @Override
    public long obtainedBytes() {
        return source.obtainedBytes();
    }
}
