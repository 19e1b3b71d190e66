package org.allotment.core.switching;

import static org.allotment.core.switching.SwitchingFixture.context;
import static org.allotment.core.switching.SwitchingFixture.elsewhere;
import static org.allotment.core.switching.SwitchingFixture.onVirtualThread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import org.allotment.core.AllocationException;
import org.allotment.core.source.AllocatorSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A handle knows its context; the rest is as everywhere. */
final class ContextHandleTest {
    private final Arena arena = Arena.ofShared();
    private final SwitchableAllocator allocator = SwitchingFixture.create(arena);
    private final Context context = context(allocator, arena);
    private final ContextHandle handle = context.handle();

    @AfterEach
    void closeAll() {
        allocator.check();
        allocator.close();
        arena.close();
    }

    @Test
    void allocatesFromItsContextWhateverIsSelected() {
        allocator.withContext(
                context,
                () -> allocator.withGlobal(() -> {
                    long block = handle.allocate(64, 8);
                    assertThat(allocator.ownerOf(block)).isSameAs(context.heap());
                    assertThat(handle.statistics().liveBlocks()).isOne();
                    handle.free(block, 64, 8);
                    assertThat(context.usage().inUse()).isZero();
                    return null;
                }));
    }

    @Test
    void isForTheUserAlone() {
        assertThatIllegalStateException().isThrownBy(() -> handle.allocate(64, 8));
        assertThatIllegalStateException().isThrownBy(() -> handle.tryAllocate(64, 8));
        assertThatIllegalStateException().isThrownBy(handle::statistics);
        allocator.withContext(context, () -> {
            elsewhere(() -> assertThatIllegalStateException()
                    .isThrownBy(() -> handle.allocate(64, 8))
                    .withMessageContaining("not in this context"));
            return null;
        });
        assertThat(context.usage().allocated()).isZero();
    }

    @Test
    void anotherUserHasItAfterTheFirst() {
        long block = allocator.withContext(context, () -> handle.allocate(64, 8));
        onVirtualThread(() -> allocator.withContext(context, () -> {
            handle.free(block, 64, 8);
            handle.free(handle.allocate(8, 8), 8, 8);
            return null;
        }));
        assertThat(context.usage().inUse()).isZero();
    }

    @Test
    void blocksGoHomeWhoeverFreesThem() {
        long global = allocator.allocate(64, 8);
        long own = allocator.withContext(context, () -> {
            handle.free(global, 64, 8);
            return handle.allocate(64, 8);
        });
        assertThat(allocator.statistics().liveBlocks()).isZero();
        elsewhere(() -> handle.free(own, 64, 8));
        assertThat(context.usage().inUse()).isZero();
    }

    /** The engine has no lock, so who is not in the context neither frees nor checks. */
    @Test
    void blocksAreLeftToTheThreadThatIsInTheContext() {
        allocator.withContext(context, () -> {
            long block = handle.allocate(64, 8);
            elsewhere(() -> {
                handle.free(block, 64, 8);
                handle.free(block, 64, 8);
            });
            assertThat(handle.statistics().liveBlocks()).isZero();
            assertThat(context.refusedFrees()).isOne();
            return null;
        });
    }

    @Test
    void aDoubleFreeIsRefused() {
        allocator.withContext(context, () -> {
            long block = handle.allocate(64, 8);
            handle.free(block, 64, 8);
            assertThatExceptionOfType(AllocationException.class).isThrownBy(() -> handle.free(block, 64, 8));
            return null;
        });
    }

    @Test
    void closingEndsTheHandleAndNotTheContext() {
        ContextHandle other = context.handle();
        other.close();
        other.close();
        allocator.withContext(context, () -> {
            assertThatIllegalStateException().isThrownBy(() -> other.allocate(8, 8));
            long block = handle.allocate(8, 8);
            assertThatIllegalStateException().isThrownBy(() -> other.free(block, 8, 8));
            handle.free(block, 8, 8);
            return null;
        });
    }

    @Test
    void memoryOfAContextIsNoSourceOfAnother() {
        allocator.withContext(context, () -> {
            AllocatorSource nested = new AllocatorSource(handle, SwitchingFixture.UNIT);
            assertThatIllegalStateException()
                    .isThrownBy(() -> allocator
                            .newContext(nested, LocalEngine.bump(1 << 14))
                            .close())
                    .withMessageContaining("two owners");
            assertThat(context.usage().inUse()).isZero();
            allocator.check();
            return null;
        });
    }

    @Test
    void aClosedContextRefuses() {
        context.close();
        assertThatIllegalStateException().isThrownBy(() -> handle.allocate(8, 8));
    }
}
