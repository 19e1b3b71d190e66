package org.allotment.reports.app.command;

import org.allotment.reports.collect.heap.HeapWalks;
import org.allotment.reports.collect.heap.HeapWalks.Recorded;
import org.allotment.reports.model.document.HeapDocument.Bytes;
import org.allotment.reports.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Heap walks for reading. */
@Command(
        name = "allocators",
        mixinStandardHelpOptions = true,
        description = "Lists runs that recorded a heap walk, and shows one.")
final class AllocatorCommand extends Group {
    private static final int MOST = 1_000;

    @Command(mixinStandardHelpOptions = true, description = "Lists the runs of a branch that recorded a heap walk.")
    int list(
            @Option(names = "--project", defaultValue = "allotment", description = "default: allotment") String project,
            @Option(names = "--branch", defaultValue = "main", description = "default: main") String branch) {
        try (Store store = store()) {
            var runs = new HeapWalks(store).runs(project, branch, MOST);
            runs.forEach(
                    run -> out().println("run=" + run.id() + ", started=" + run.started() + ", commit=" + run.sha()));
            out().println("runs=" + runs.size());
        }
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows where the bytes of each allocator were.")
    int show(@Parameters(paramLabel = "RUN") String run) {
        try (Store store = store()) {
            Recorded found = new HeapWalks(store)
                    .of(run, null)
                    .orElseThrow(() ->
                            new IllegalArgumentException("no such run, or none that recorded a heap walk, run=" + run));
            found.heap().walks().forEach(walk -> {
                Bytes bytes = walk.bytes();
                out().println("subject=" + TerminalText.plain(walk.subject()) + ", workload="
                        + TerminalText.plain(walk.workload()) + ", source=" + bytes.source() + ", live=" + bytes.live()
                        + ", metadata=" + bytes.metadata() + ", free=" + bytes.free() + ", quarantined="
                        + bytes.quarantined() + ", lost=" + bytes.lost() + ", javaHeap=" + bytes.javaHeap()
                        + ", liveBlocks=" + walk.liveBlocks() + ", freeBlocks=" + walk.freeBlocks() + ", largestFree="
                        + walk.largestFree());
            });
        }
        return 0;
    }
}
