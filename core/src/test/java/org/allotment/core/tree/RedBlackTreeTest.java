package org.allotment.core.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trees beside a sorted set, every rule of theirs checked after each step. */
final class RedBlackTreeTest {
    private static final int NODES = 512;

    private final Arena arena = Arena.ofConfined();
    private final long base = arena.allocate((NODES + 1) * 32L, 32).address();
    private final RedBlackTree tree = new RedBlackTree();
    private final TreeSet<Long> model = new TreeSet<>();

    @AfterEach
    void giveMemoryBack() {
        arena.close();
    }

    private long node(int index) {
        return base + index * 32L;
    }

    private void insert(long node) {
        tree.insert(node);
        model.add(node);
        assertSame();
    }

    private void remove(long node) {
        tree.remove(node);
        model.remove(node);
        assertSame();
    }

    private void assertSame() {
        Map<Long, Integer> nodes = new HashMap<>();
        model.forEach(node -> nodes.put(node, 0));
        TreeCheck.check(tree, 0, nodes);
        assertThat(nodes).as("not in the tree").isEmpty();
        assertThat(tree.isEmpty()).isEqualTo(model.isEmpty());
        assertThat(tree.first()).isEqualTo(model.isEmpty() ? TreeLayout.NONE : model.first());
    }

    private List<Long> walk() {
        List<Long> nodes = new ArrayList<>();
        for (long node = tree.first(); node != TreeLayout.NONE; node = RedBlackTree.next(node)) {
            nodes.add(node);
        }
        return nodes;
    }

    @Test
    void anEmptyTreeHasNoNode() {
        assertSame();
        assertThat(walk()).isEmpty();
    }

    @Test
    void takesNodesInRisingAndFallingOrder() {
        for (int i = 0; i < 64; i++) {
            insert(node(NODES / 2 + i));
            insert(node(NODES / 2 - 1 - i));
        }
        assertThat(walk()).containsExactlyElementsOf(model);
        while (!model.isEmpty()) {
            remove(model.first());
            if (!model.isEmpty()) {
                remove(model.last());
            }
        }
    }

    /** Every removal from every tree that some order of insertion gives: small enough to try all. */
    @Test
    void everyNodeOfEverySmallTreeCanBeRemoved() {
        for (int count = 1; count <= 7; count++) {
            int[] order = new int[count];
            tryOrders(order, 0, 0);
        }
    }

    private void tryOrders(int[] order, int filled, int used) {
        if (filled == order.length) {
            for (int removed = 0; removed < order.length; removed++) {
                removeFrom(order, removed);
            }
            return;
        }
        for (int next = 0; next < order.length; next++) {
            if (((used >>> next) & 1) == 0) {
                order[filled] = next;
                tryOrders(order, filled + 1, used | (1 << next));
            }
        }
    }

    private void removeFrom(int[] order, int removed) {
        for (int index : order) {
            tree.insert(node(index));
        }
        tree.remove(node(removed));
        Map<Long, Integer> nodes = new HashMap<>();
        for (int index : order) {
            if (index != removed) {
                nodes.put(node(index), 0);
            }
        }
        TreeCheck.check(tree, 0, nodes);
        assertThat(nodes).isEmpty();
        while (!tree.isEmpty()) {
            tree.remove(tree.first());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 0xC23})
    void agreesWithASortedSetThroughARandomScript(long number) {
        long seed = Long.getLong("allotment.seed", number);
        Random random = new Random(seed);
        int step = 0;
        try {
            for (; step < 6_000; step++) {
                long node = node(random.nextInt(step / 1_000 % 2 == 0 ? NODES : NODES / 8));
                if (model.contains(node)) {
                    remove(node);
                } else {
                    insert(node);
                }
                if (step % 100 == 0) {
                    assertThat(walk()).containsExactlyElementsOf(model);
                }
            }
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError("seed=" + seed + ", step=" + step, failure);
        }
    }

    @Test
    void emptiesInAnyOrder() {
        Random random = new Random(9);
        for (int round = 0; round < 10; round++) {
            List<Long> nodes = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                nodes.add(node(i));
            }
            Collections.shuffle(nodes, random);
            nodes.forEach(this::insert);
            Collections.shuffle(nodes, random);
            nodes.forEach(this::remove);
        }
    }
}
