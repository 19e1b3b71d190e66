package org.allotment.harness.subject.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.EngineEntry;
import org.allotment.core.catalog.EngineTrait;
import org.allotment.core.catalog.EngineVariant;
import org.allotment.core.page.PageCapacity;

/** The catalogue of the core as tables in Markdown, with the subjects that measure it; the documentation has the same. */
public final class EngineTable {
    private static final String NOTHING = "–";
    private static final int BYTES_PER_MIB_SHIFT = 20;

    /** Of the last column, which is not padded: the dashes that Markdown needs. */
    private static final int LEAST_WIDTH = 3;

    private EngineTable() {}

    /**
     * Writes the tables.
     *
     * @return lines of Markdown, with a line end after each
     */
    public static String text() {
        return Stream.of(
                        section("What there is", entries()),
                        section("What can be opened by name", variants()),
                        section("Presets", presets()),
                        section("Capacities of the page allocator", capacities()))
                .collect(Collectors.joining("\n"));
    }

    private static List<List<String>> entries() {
        List<List<String>> rows = rows("name", "what it is", "classes in `org.allotment.core`");
        for (EngineEntry entry : EngineCatalog.entries()) {
            rows.add(List.of(code(entry.name()), entry.idea(), codes(entry.types())));
        }
        return rows;
    }

    private static List<List<String>> variants() {
        List<List<String>> rows = rows("name", "opens", "forms", "promises", "measured as");
        for (EngineEntry entry : EngineCatalog.entries()) {
            entry.variants().forEach(variant -> rows.add(variant(variant)));
        }
        return rows;
    }

    private static List<String> variant(EngineVariant variant) {
        String opens = switch (variant) {
            case EngineVariant.Blocks _ -> "blocks";
            case EngineVariant.Pages _ -> "pages";
            case EngineVariant.Ids _ -> "numbers";
        };
        Set<EngineTrait> traits = variant instanceof EngineVariant.Blocks blocks ? blocks.traits() : Set.of();
        String promises = traits.stream()
                .sorted(Comparator.naturalOrder())
                .map(EngineTrait::words)
                .collect(Collectors.joining(", "));
        String forms = variant.forms().stream()
                .map(form -> form.word() + (form.suffix().isEmpty() ? "" : " (`" + form.suffix() + "`)"))
                .collect(Collectors.joining(", "));
        List<String> measured = variant.forms().stream()
                .map(form -> "allotment-" + variant.spelling(form))
                .filter(id ->
                        Subjects.all().stream().anyMatch(entry -> entry.id().equals(id)))
                .toList();
        return List.of(code(variant.name()), opens, forms, promises.isEmpty() ? NOTHING : promises, codes(measured));
    }

    private static List<List<String>> presets() {
        List<List<String>> rows = rows("name", "what it is", "holds", "capacity");
        EngineCatalog.presets()
                .forEach(preset -> rows.add(List.of(
                        code(preset.name()), preset.idea(), codes(preset.engines()), code(name(preset.capacity())))));
        return rows;
    }

    private static String name(PageCapacity capacity) {
        return EngineCatalog.capacities().entrySet().stream()
                .filter(entry -> entry.getValue() == capacity)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static List<List<String>> capacities() {
        List<List<String>> rows = rows("name", "constant", "MiB");
        EngineCatalog.capacities()
                .forEach((name, capacity) -> rows.add(List.of(
                        code(name),
                        code("PageCapacity." + capacity.name()),
                        Long.toString(capacity.bytes() >>> BYTES_PER_MIB_SHIFT))));
        return rows;
    }

    private static List<List<String>> rows(String... heads) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(heads));
        return rows;
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static String codes(Collection<String> texts) {
        return texts.isEmpty() ? NOTHING : texts.stream().map(EngineTable::code).collect(Collectors.joining(", "));
    }

    private static String section(String title, List<List<String>> rows) {
        int last = rows.getFirst().size() - 1;
        List<Integer> widths = IntStream.rangeClosed(0, last)
                .mapToObj(column -> column == last
                        ? LEAST_WIDTH
                        : rows.stream()
                                .mapToInt(row -> row.get(column).length())
                                .max()
                                .orElse(0))
                .toList();
        List<String> rule = widths.stream().map("-"::repeat).toList();
        StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
        text.append(line(rows.getFirst(), widths)).append(line(rule, widths));
        rows.stream().skip(1).forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> cells, List<Integer> widths) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> pad(cells.get(column), widths.get(column)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(Math.max(0, width - cell.length()));
    }
}
