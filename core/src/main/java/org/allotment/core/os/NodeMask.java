package org.allotment.core.os;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A set of NUMA nodes, as many as one likes, in the form the kernel takes: words of 64 bits, node 0 the lowest bit.
 *
 * <p>The kernel's {@code maxnode} counts one more than the bits it reads (its {@code get_nodes} begins with a
 * decrement), so {@link #maxNode()} is the number of bits <em>plus one</em>; a caller that passes less loses the
 * highest nodes without being told.
 */
public final class NodeMask {
    /** No kernel numbers its nodes this high, and a mask up to here is still a page. */
    private static final int MOST_NODES = 1 << 15;

    private final long[] words;

    private NodeMask(long[] words) {
        this.words = words;
    }

    /**
     * Makes a set of nodes.
     *
     * @param nodes their numbers, from 0 to 32,767, in any order; none for the empty set
     * @return the set
     * @throws IllegalArgumentException if a number is out of range
     */
    public static NodeMask of(int... nodes) {
        int highest = IntStream.of(nodes).max().orElse(-1);
        if (highest >= MOST_NODES || IntStream.of(nodes).anyMatch(node -> node < 0)) {
            throw new IllegalArgumentException("nodes are numbered from 0 to 32,767, nodes=" + Arrays.toString(nodes));
        }
        long[] words = new long[(highest >> 6) + 1];
        for (int node : nodes) {
            words[node >> 6] |= 1L << node;
        }
        return new NodeMask(words);
    }

    /** Makes a set from the kernel's words; trailing zero words are no difference. */
    static NodeMask ofWords(long... words) {
        int length = words.length;
        while (length > 0 && words[length - 1] == 0) {
            length--;
        }
        return new NodeMask(Arrays.copyOf(words, length));
    }

    /**
     * Returns the bits.
     *
     * @return a copy; no trailing word is 0, and there is none for the empty set
     */
    public long[] words() {
        return words.clone();
    }

    /**
     * Returns what the kernel wants as {@code maxnode} with {@link #words()}.
     *
     * @return the number of bits plus one; 0 for the empty set
     */
    public long maxNode() {
        return words.length == 0 ? 0 : words.length * (long) Long.SIZE + 1;
    }

    /**
     * Tells whether there is no node in the set.
     *
     * @return true for the empty set
     */
    public boolean isEmpty() {
        return words.length == 0;
    }

    /**
     * Tells whether a node is in the set.
     *
     * @param node any number
     * @return true when it is
     */
    public boolean contains(int node) {
        return node >= 0 && node >> 6 < words.length && (words[node >> 6] & 1L << node) != 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeMask mask && Arrays.equals(words, mask.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    @Override
    public String toString() {
        return IntStream.range(0, words.length * Long.SIZE)
                .filter(this::contains)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
