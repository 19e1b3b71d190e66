package org.allotment.core.guard.budget;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open budgets right below one, oldest first. They are linked through themselves, so that one can leave without a
 * look at the others, however many they are. Needs the lock of the tree.
 */
final class Children {
    private @Nullable Budget oldest;
    private @Nullable Budget youngest;
    private int count;

    /** What a budget knows of its place. */
    static final class Place {
        @Nullable
        Budget older;

        @Nullable
        Budget younger;
    }

    /** Adds the youngest. O(1). */
    void add(Budget child) {
        Budget before = youngest;
        child.place().older = before;
        if (before == null) {
            oldest = child;
        } else {
            before.place().younger = child;
        }
        youngest = child;
        count++;
    }

    /** Takes one out. O(1). */
    void remove(Budget child) {
        Budget older = child.place().older;
        Budget younger = child.place().younger;
        if (older == null) {
            oldest = younger;
        } else {
            older.place().younger = younger;
        }
        if (younger == null) {
            youngest = older;
        } else {
            younger.place().older = older;
        }
        child.place().older = null;
        child.place().younger = null;
        count--;
    }

    int count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    @Nullable
    Budget oldest() {
        return oldest;
    }

    @Nullable
    Budget youngest() {
        return youngest;
    }

    /** A copy. O(children). */
    List<Budget> toList() {
        List<Budget> all = new ArrayList<>(count);
        for (Budget at = oldest; at != null; at = at.place().younger) {
            all.add(at);
        }
        return List.copyOf(all);
    }
}
