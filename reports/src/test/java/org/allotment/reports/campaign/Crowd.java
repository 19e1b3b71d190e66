package org.allotment.reports.campaign;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Many at once. */
public final class Crowd {
    private Crowd() {}

    /** What is done with each. */
    @FunctionalInterface
    public interface Work<T> {
        /** Does it. */
        void with(T item) throws Exception;
    }

    /** Does something with every item, so many at once, in about their order; the first fault ends it. */
    public static <T> void each(int atOnce, List<T> items, Work<T> work) throws Exception {
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService crowd = Executors.newFixedThreadPool(atOnce)) {
            List<Future<?>> all = IntStream.range(0, atOnce)
                    .<Future<?>>mapToObj(member -> crowd.submit(() -> {
                        for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
                            work.with(items.get(i));
                        }
                        return member;
                    }))
                    .toList();
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a member of the crowd failed, reason=" + e.getCause(), e);
        }
    }

    /** The numbers from 0. */
    public static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
