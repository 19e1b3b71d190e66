package org.allotment.core.guard;

import org.allotment.core.Allocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.source.MemorySource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;

final class TrackedTlsfContractTest extends UsageTrackingContract {
    @Override
    public Allocator create(long byteSize) {
        MemorySource source = MemoryMapSource.create();
        TlsfAllocator allocator = TlsfAllocator.over(source.obtain(byteSize, 4_096), byteSize, TlsfOptions.DEFAULT);
        return new UsageTrackingSizeAware(allocator);
    }
}
