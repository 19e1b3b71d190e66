package org.allotment.core.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes memory back with a complaint. */
public final class ComplainingSource extends ForwardingSource {
    private final List<Long> out = new ArrayList<>();

    /** Over mappings. */
    public ComplainingSource() {
        this(MemoryMapSource.create());
    }

    /** Over another. */
    public ComplainingSource(MemorySource source) {
        super(source);
    }

    /** How many pieces are out. */
    public int pieces() {
        return out.size();
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        long address = super.obtain(byteSize, alignment);
        out.add(address);
        return address;
    }

    @Override
    public void release(long address, long byteSize) {
        super.release(address, byteSize);
        out.remove(address);
        throw new UncheckedIOException(new IOException("complaint, address=" + address));
    }
}
