package org.allotment.core.source;

/** Another source, but for what a test overrides. */
public abstract class ForwardingSource implements MemorySource {
    private final MemorySource source;

    /** Over another. */
    protected ForwardingSource(MemorySource source) {
        this.source = source;
    }

    @Override
    public long obtain(long byteSize, long alignment) {
        return source.obtain(byteSize, alignment);
    }

    @Override
    public void release(long address, long byteSize) {
        source.release(address, byteSize);
    }

    @Override
    public final long granularity() {
        return source.granularity();
    }

    @Override
    public final long obtainedBytes() {
        return source.obtainedBytes();
    }
}
