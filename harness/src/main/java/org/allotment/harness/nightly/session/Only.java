package org.allotment.harness.nightly.session;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.Selection;
import org.allotment.harness.nightly.plan.Catalog;
import org.allotment.harness.nightly.plan.Cell;
import org.allotment.harness.nightly.plan.Litmus;
import org.allotment.harness.nightly.plan.Profile;
import org.allotment.harness.result.ExitStatus;
import org.allotment.harness.result.RunProblem;
import org.allotment.harness.subject.catalog.Subjects;

/**
 * What {@code --only} asks for. The name of an engine or a preset of the core's catalogue selects its benchmarks and its
 * litmus tests; any other text is a regular expression, searched for in {@code name?param=value&…} and in names of litmus
 * tests. Whatever is selected comes in the sizes of the profile, whether or not the profile has it by itself.
 */
final class Only {

    static final String SUBJECT = "subject";

    private final Predicate<Cell> cells;
    private final Predicate<Litmus> tests;

    private Only(Predicate<Cell> cells, Predicate<Litmus> tests) {
        this.cells = cells;
        this.tests = tests;
    }

    /** What a text asks for. */
    static Only of(String text) {
        return Selection.named(text).map(Only::engines).orElseGet(() -> expression(Pattern.compile(text)));
    }

    private static Only engines(Selection selection) {
        var subjects = Set.copyOf(Subjects.of(selection));
        return new Only(
                cell -> subjects.contains(cell.params().getOrDefault(SUBJECT, "")),
                test -> selection.holds(test.engine()));
    }

    private static Only expression(Pattern pattern) {
        return new Only(
                cell -> pattern.matcher(cell.label()).find(),
                test -> pattern.matcher(test.name()).find());
    }

    /** The cells of a profile; where a text asks for some, these, whether or not the profile has them. */
    static List<Cell> cells(Catalog catalog, Profile profile, Optional<String> text) {
        return text.map(Only::of)
                .map(only -> only.cells(catalog.selectable(profile)))
                .orElseGet(() -> catalog.cells(profile));
    }

    /** The litmus tests, or those that a text asks for. */
    static List<Litmus> litmus(Catalog catalog, Profile profile, Optional<String> text) {
        var all = catalog.litmus(profile);
        return text.map(Only::of)
                .map(only -> all.stream().filter(only.tests).toList())
                .orElse(all);
    }

    /** Those of the cells that are asked for. */
    List<Cell> cells(List<Cell> all) {
        return all.stream().filter(cells).toList();
    }

    /** How to say that a text asks for nothing. */
    static RunProblem nothing(String what, String text) {
        return new RunProblem(
                ExitStatus.USAGE,
                "no " + what + " matches, only=" + text + ", names=" + String.join(",", EngineCatalog.names()));
    }
}
