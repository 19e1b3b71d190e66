package org.allotment.core.switching;

import java.lang.foreign.Arena;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.allotment.core.Allocator;
import org.allotment.core.concurrent.LockedSizeAware;
import org.allotment.core.concurrent.QueuedLock;
import org.allotment.core.guard.UsageTrackingSizeAware;
import org.allotment.core.source.RegionSource;
import org.allotment.core.tlsf.TlsfAllocator;
import org.allotment.core.tlsf.TlsfOptions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Switchable allocators over bounded memory, and other threads to use them. */
final class SwitchingFixture {
    static final long UNIT = 1 << 14;

    /** Grows in small steps, so that a small source is used to the end. */
    static final LocalEngine TLSF = source -> new UsageTrackingSizeAware(
            TlsfAllocator.create(source, TlsfOptions.DEFAULT.withoutOwner().growingBy(1 << 16)));

    private SwitchingFixture() {}

    static RegionSource region(Arena arena, long byteSize) {
        return new RegionSource(arena.allocate(byteSize, UNIT).address(), byteSize, UNIT);
    }

    static Allocator global(Arena arena, long byteSize) {
        TlsfOptions options = TlsfOptions.DEFAULT.withoutOwner();
        long address = arena.allocate(byteSize, UNIT).address();
        return new LockedSizeAware(TlsfAllocator.over(address, byteSize, options), new QueuedLock());
    }

    static SwitchableAllocator create(Arena arena) {
        return SwitchableAllocator.over(global(arena, 1 << 20));
    }

    static Context context(SwitchableAllocator allocator, Arena arena) {
        return allocator.newContext(region(arena, 1 << 20), TLSF);
    }

    /** Runs something in another thread, to its end. */
    static void elsewhere(ThrowingCallable call) {
        join(Thread.ofPlatform(), call);
    }

    static void onVirtualThread(ThrowingCallable call) {
        join(Thread.ofVirtual(), call);
    }

    private static void join(Thread.Builder builder, ThrowingCallable call) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            try {
                call.call();
            } catch (Exception | Error failure) {
                throw failure;
            } catch (Throwable failure) {
                throw new AssertionError(failure);
            }
            return null;
        });
        Thread thread = builder.start(task);
        try {
            task.get();
            thread.join();
        } catch (ExecutionException failure) {
            throw new AssertionError(failure.getCause());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
