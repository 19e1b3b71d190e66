package org.allotment.reports.campaign;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What was done and what was wrong; many threads may count. */
public final class Tally {
    private static final int MOST_SHOWN = 20;

    private final boolean timed;
    private final AtomicLong done = new AtomicLong();
    private final AtomicInteger violations = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> shown = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicLong> figures = new ConcurrentSkipListMap<>();

    /** Without anything; where it is not {@code timed}, figures of time are kept and not held against their bars. */
    public Tally(boolean timed) {
        this.timed = timed;
    }

    /** Keeps the largest value of a figure that depends on the machine, and what it may be at most. */
    public void bar(String figure, long value, long most) {
        most(figure, value);
        expect(!timed || value <= most, figure + "=" + value + ", bar=" + most);
    }

    /** A violation where something took too long and time counts. */
    public void late(String what, boolean is) {
        expect(!timed || !is, what);
    }

    /** One more of what the campaign counts. */
    public void did() {
        done.incrementAndGet();
    }

    /** So many more of it. */
    public void did(long more) {
        done.addAndGet(more);
    }

    /** Adds to a figure that is printed. */
    public void add(String figure, long more) {
        figure(figure).addAndGet(more);
    }

    /** Keeps the largest value of a figure. */
    public void most(String figure, long value) {
        figure(figure).accumulateAndGet(value, Math::max);
    }

    private AtomicLong figure(String name) {
        return figures.computeIfAbsent(name, unseen -> new AtomicLong());
    }

    /** Something that must not be. */
    public void violation(String what) {
        if (violations.incrementAndGet() <= MOST_SHOWN) {
            shown.add(what);
        }
    }

    /** A violation where {@code holds} is false. */
    public void expect(boolean holds, String otherwise) {
        if (!holds) {
            violation(otherwise);
        }
    }

    /** How often it was tried. */
    public long done() {
        return done.get();
    }

    /** How many violations there were. */
    public int violations() {
        return violations.get();
    }

    /** The first of them. */
    public List<String> shown() {
        return List.copyOf(shown);
    }

    /** All figures as {@code name=value}. */
    public String figures() {
        return figures.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
