package org.allotment.core.os;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lets calls into the system fail, knows what is mapped, and remembers what was called in which order.
 *
 * <p>By default the memory is real, so that allocators can write to it. Questions about settings never fail.
 */
public final class FaultyMemory implements VirtualMemory {
    private final VirtualMemory memory;
    private final TreeMap<Long, Long> mapped = new TreeMap<>();
    private long mappedBytes;
    private final List<String> journal = new ArrayList<>();
    private boolean journaling;
    private int every = Integer.MAX_VALUE;
    private boolean once;
    private Set<String> broken = Set.of();
    private int errno = ENOMEM;
    private int calls;
    private int faults;
    private long totalCalls;

    public FaultyMemory() {
        this(VirtualMemory.system());
    }

    public FaultyMemory(VirtualMemory memory) {
        this.memory = memory;
    }

    /** From now on every so many calls fail, counted from here. */
    public void failEvery(int interval) {
        plan(interval, false);
    }

    /** From now on one call fails and no other: the one that is so many calls ahead. */
    public void failOnce(int ahead) {
        plan(ahead, true);
    }

    /** From now on these calls always fail; named as in the journal. */
    public void failAlways(String... names) {
        broken = Set.of(names);
    }

    public void heal() {
        plan(Integer.MAX_VALUE, false);
        broken = Set.of();
    }

    private void plan(int interval, boolean single) {
        this.every = interval;
        this.once = single;
        this.calls = 0;
    }

    /** What failing calls say from now on. */
    public void failWith(int error) {
        this.errno = error;
    }

    public int faults() {
        return faults;
    }

    public long totalCalls() {
        return totalCalls;
    }

    public long mappedBytes() {
        return mappedBytes;
    }

    /** Starts the journal anew and returns it, to be read later. */
    public List<String> journal() {
        journal.clear();
        journaling = true;
        return journal;
    }

    @Override
    public long map(long byteSize) {
        return fails("map") ? -errno : mapped(memory.map(byteSize), byteSize);
    }

    @Override
    public long reserve(long byteSize, Reservation how) {
        return fails("reserve") ? -errno : mapped(memory.reserve(byteSize, how), byteSize);
    }

    @Override
    public int commit(long address, long byteSize) {
        return fails("commit") ? errno : memory.commit(address, byteSize);
    }

    @Override
    public int unmap(long address, long byteSize) {
        if (fails("unmap")) {
            return errno;
        }
        int error = memory.unmap(address, byteSize);
        if (error == 0) {
            forget(address, byteSize);
        }
        return error;
    }

    @Override
    public int advise(long address, long byteSize, Advice advice) {
        return fails(advice.name()) ? errno : memory.advise(address, byteSize, advice);
    }

    @Override
    public long remap(long address, long byteSize, long newByteSize, boolean mayMove) {
        if (fails("remap")) {
            return -errno;
        }
        long answer = memory.remap(address, byteSize, newByteSize, mayMove);
        if (answer > 0) {
            forget(address, byteSize);
            mapped(answer, newByteSize);
        }
        return answer;
    }

    @Override
    public int lock(long address, long byteSize) {
        return fails("lock") ? errno : memory.lock(address, byteSize);
    }

    @Override
    public int unlock(long address, long byteSize) {
        return fails("unlock") ? errno : memory.unlock(address, byteSize);
    }

    @Override
    public int bind(long address, long byteSize, NumaPolicy policy) {
        return fails("bind") ? errno : memory.bind(address, byteSize, policy);
    }

    @Override
    public NumaPolicy.Reading policyAt(long address) {
        return fails("policyAt") ? new NumaPolicy.Reading(errno, null) : memory.policyAt(address);
    }

    @Override
    public boolean honoursNoReserve() {
        return memory.honoursNoReserve();
    }

    @Override
    public long transparentHugePageSize() {
        return memory.transparentHugePageSize();
    }

    @Override
    public long pooledHugePageSize() {
        return memory.pooledHugePageSize();
    }

    @Override
    public long pageSize() {
        return memory.pageSize();
    }

    @Override
    public boolean isNative() {
        return memory.isNative();
    }

    private long mapped(long address, long byteSize) {
        if (address > 0) {
            mapped.put(address, byteSize);
            mappedBytes += byteSize;
        }
        return address;
    }

    private void forget(long address, long byteSize) {
        Map.Entry<Long, Long> mapping = Objects.requireNonNull(mapped.floorEntry(address));
        long start = mapping.getKey();
        long end = start + mapping.getValue();
        if (end < address + byteSize) {
            throw new AssertionError("not mapped as a whole, address=" + address + ", byteSize=" + byteSize);
        }
        mapped.remove(start);
        mappedBytes -= byteSize;
        if (start < address) {
            mapped.put(start, address - start);
        }
        if (end > address + byteSize) {
            mapped.put(address + byteSize, end - address - byteSize);
        }
    }

    private boolean fails(String call) {
        calls++;
        totalCalls++;
        boolean fault = broken.contains(call) || (once ? calls == every : calls % every == 0);
        if (fault) {
            faults++;
        }
        if (journaling) {
            journal.add(fault ? call + " failed" : call);
        }
        return fault;
    }
}
