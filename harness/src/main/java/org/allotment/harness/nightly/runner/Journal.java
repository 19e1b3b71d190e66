package org.allotment.harness.nightly.runner;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.allotment.harness.nightly.plan.Unit;
import org.allotment.harness.result.AtomicFiles;
import org.allotment.harness.result.Documents;

/**
 * The events of a run, each on the disk before the next step. A line that a kill cut short is dropped at the next opening:
 * its event did not happen.
 */
public final class Journal implements AutoCloseable {

    private final FileChannel channel;
    private final Clock clock;
    private final Map<String, JournalEvent> last = new HashMap<>();

    private Journal(FileChannel channel, Clock clock, List<JournalEvent> events) {
        this.channel = channel;
        this.clock = clock;
        events.forEach(event -> last.put(event.unit(), event));
    }

    /**
     * Opens a journal, or begins one.
     *
     * @throws IOException if it cannot be read or written, or holds a whole line that is no event
     */
    public static Journal open(Path file, Clock clock) throws IOException {
        var text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        var events = parse(file, whole);
        var isNew = !Files.exists(file);
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        channel.position(channel.size());
        if (isNew) {
            AtomicFiles.flushDirectoryOf(file);
        }
        return new Journal(channel, clock, events);
    }

    /**
     * The events of a journal that nobody writes.
     *
     * @throws IOException if it cannot be read, or holds a whole line that is no event
     */
    public static List<JournalEvent> read(Path file) throws IOException {
        var text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        return parse(file, text.substring(0, text.lastIndexOf('\n') + 1));
    }

    private static List<JournalEvent> parse(Path file, String text) throws IOException {
        var events = new ArrayList<JournalEvent>();
        for (var line : text.lines().toList()) {
            try {
                events.add(Documents.read(line, JournalEvent.class));
            } catch (IOException failure) {
                throw new IOException(
                        "damaged journal, file=" + file.getFileName() + ", line=" + (events.size() + 1), failure);
            }
        }
        return events;
    }

    /** The last event of a unit; empty if it has none. */
    public Optional<JournalEvent> last(Unit unit) {
        return Optional.ofNullable(last.get(unit.id()));
    }

    /** Whether a unit's result is there. */
    public boolean isFinished(Unit unit) {
        return last(unit)
                .filter(event -> event.event().equals(JournalEvent.FINISHED))
                .isPresent();
    }

    /** Number of attempts so far. */
    public int attempts(Unit unit) {
        return last(unit).map(JournalEvent::attempt).orElse(0);
    }

    void started(Unit unit) throws IOException {
        append(JournalEvent.STARTED, unit, attempts(unit) + 1, "", 0);
    }

    void finished(Unit unit, long durationMillis) throws IOException {
        append(JournalEvent.FINISHED, unit, attempts(unit), "", durationMillis);
    }

    void failed(Unit unit, String reason, long durationMillis) throws IOException {
        append(JournalEvent.FAILED, unit, attempts(unit), reason, durationMillis);
    }

    void notApplicable(Unit unit) throws IOException {
        append(JournalEvent.NOT_APPLICABLE, unit, 0, unit.notApplicable(), 0);
    }

    private void append(String event, Unit unit, int attempt, String reason, long durationMillis) throws IOException {
        var entry = new JournalEvent(event, unit.id(), attempt, clock.instant().toString(), reason, durationMillis);
        var line = ByteBuffer.wrap((Documents.line(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(true);
        last.put(unit.id(), entry);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
