package org.allotment.reports.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Raw values of one metric in one run: fork × iteration, ragged where an iteration has no value. */
public final class Samples {
    /** No fork at all. */
    public static final Samples NONE = new Samples(new double[0][]);

    private final double[][] forks;

    private Samples(double[][] forks) {
        this.forks = forks;
    }

    /** Copies {@code forks}. */
    public static Samples of(double[][] forks) {
        double[][] copy = new double[forks.length][];
        for (int i = 0; i < forks.length; i++) {
            copy[i] = forks[i].clone();
        }
        return new Samples(copy);
    }

    /** Number of forks, empty ones included. */
    public int forks() {
        return forks.length;
    }

    /** Values of one fork, a copy. */
    public double[] fork(int index) {
        return forks[index].clone();
    }

    /** Number of values in all forks. */
    public int iterations() {
        return Arrays.stream(forks).mapToInt(fork -> fork.length).sum();
    }

    /** The forks of this and then those of {@code next}. */
    public Samples followedBy(Samples next) {
        double[][] joined = Arrays.copyOf(forks, forks.length + next.forks.length);
        System.arraycopy(next.forks, 0, joined, forks.length, next.forks.length);
        return new Samples(joined);
    }

    /** Mean of each fork that has a value, in order. */
    public double[] forkMeans() {
        return Arrays.stream(forks)
                .filter(fork -> fork.length > 0)
                .mapToDouble(fork -> Arrays.stream(fork).sum() / fork.length)
                .toArray();
    }

    /** All values by fork, boxed, for writing as JSON. */
    public List<List<Double>> asLists() {
        List<List<Double>> lists = new ArrayList<>(forks.length);
        for (double[] fork : forks) {
            lists.add(Arrays.stream(fork).boxed().toList());
        }
        return lists;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Samples samples && Arrays.deepEquals(forks, samples.forks);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(forks);
    }

    @Override
    public String toString() {
        return Arrays.deepToString(forks);
    }
}
