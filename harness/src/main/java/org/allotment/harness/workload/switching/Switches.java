package org.allotment.harness.workload.switching;

import java.lang.invoke.VarHandle;
import java.util.List;
import org.allotment.core.concurrent.heap.SharedAllocator;
import org.allotment.core.source.MemoryMapSource;
import org.allotment.core.switching.Context;
import org.allotment.core.switching.LocalEngine;
import org.allotment.core.switching.Selected;
import org.allotment.core.switching.SwitchState;
import org.allotment.core.switching.SwitchableAllocator;
import org.allotment.harness.workload.Workload;
import org.allotment.harness.workload.script.Checksum;
import org.jspecify.annotations.Nullable;

/**
 * Selects something else and goes back, without allocating. All but {@code scope} begin in a context; a scope begins with
 * nothing, and on a virtual thread has to be bound first.
 */
public final class Switches implements Workload {
    /** Switches of one run, each there and back. */
    public static final int SWITCHES = 1_000;

    /** How to switch. */
    public static final List<String> WAYS =
            List.of("enter-leave", "restore", "swap", "with-global", "with-context", "scope");

    private final SwitchableAllocator allocator = SwitchableAllocator.over(SharedAllocator.checked());
    private final Context home = allocator.newContext(MemoryMapSource.create(), LocalEngine.slab());
    private final Context other = allocator.newContext(MemoryMapSource.create(), LocalEngine.slab());
    private final Way way;
    private final boolean inContext;

    /** One way there and back. */
    private interface Way {
        Selected once(ScopedValue.CallableOp<Selected, RuntimeException> inside);
    }

    private Switches(String name) {
        way = way(name);
        inContext = !name.equals("scope");
    }

    /**
     * Makes the workload.
     *
     * @param way one of {@link #WAYS}
     * @return the workload
     */
    public static Workload of(String way) {
        return new Switches(way);
    }

    private Way way(String name) {
        return switch (name) {
            case "enter-leave" -> this::enterAndLeave;
            case "restore" -> this::saveAndRestore;
            case "swap" -> this::swap;
            case "with-global" -> allocator::withGlobal;
            case "with-context" -> inside -> allocator.withContext(other, inside);
            case "scope" -> allocator::inScope;
            default -> throw new IllegalArgumentException("no such way, way=" + name + ", known=" + WAYS);
        };
    }

    private Selected enterAndLeave(ScopedValue.CallableOp<Selected, RuntimeException> inside) {
        long mark = allocator.enter(Selected.GLOBAL);
        Selected seen = inside.call();
        allocator.leave(mark);
        return seen;
    }

    private Selected saveAndRestore(ScopedValue.CallableOp<Selected, RuntimeException> inside) {
        SwitchState saved = allocator.save();
        allocator.restore(other.state());
        Selected seen = inside.call();
        allocator.restore(saved);
        return seen;
    }

    private Selected swap(ScopedValue.CallableOp<Selected, RuntimeException> inside) {
        allocator.swap(other);
        Selected seen = inside.call();
        allocator.swap(home);
        return seen;
    }

    @Override
    public void run() {
        if (inContext) {
            allocator.<@Nullable Void, RuntimeException>withContext(home, () -> {
                loop();
                return null;
            });
        } else {
            loop();
        }
    }

    private void loop() {
        Way once = way;
        for (int i = 0; i < SWITCHES; i++) {
            once.once(Switches::beThere);
        }
    }

    /** Keeps a switch from being taken for one that nobody sees. */
    private static Selected beThere() {
        VarHandle.storeStoreFence();
        return Selected.GLOBAL;
    }

    /** What was selected inside, and what is after. */
    @Override
    public long checksum() {
        Checksum sum = new Checksum();
        ScopedValue.CallableOp<@Nullable Void, RuntimeException> look = () -> {
            sum.add(way.once(allocator::selected).name().length());
            sum.add(allocator.selected().name().length());
            return null;
        };
        if (inContext) {
            allocator.withContext(home, look);
        } else {
            look.call();
        }
        return sum.value();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
