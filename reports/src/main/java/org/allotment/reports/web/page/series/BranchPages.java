package org.allotment.reports.web.page.series;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.allotment.reports.model.history.SeriesHistory;
import org.allotment.reports.model.history.SeriesHistory.Point;
import org.allotment.reports.model.history.SeriesInfo;
import org.allotment.reports.store.read.series.BranchQuery.Branch;
import org.allotment.reports.web.page.Figures;
import org.allotment.reports.web.page.SeriesPages;
import org.allotment.reports.web.text.Counts;
import org.allotment.reports.web.text.Courses;
import org.allotment.reports.web.text.Courses.Value;
import org.allotment.reports.web.text.Links;
import org.allotment.reports.web.view.part.Frame.Choice;
import org.allotment.reports.web.view.series.BranchView;
import org.allotment.reports.web.view.series.BranchView.Chosen;
import org.jspecify.annotations.Nullable;

/** The choice of a second branch, and its course beside that of the page's own. */
public final class BranchPages {
    private BranchPages() {}

    /** Builds the part of the page; {@code courses} are both as the server draws them. */
    public static BranchView of(SeriesHistory own, Demand demand, Courses courses, Instant now) {
        String page = Figures.href(own.series().id());
        return new BranchView(page, demand.run(), choices(own.series(), demand), chosen(own, demand, courses, now));
    }

    /** Both courses on one axis. */
    public static Courses courses(SeriesHistory own, Demand demand) {
        SeriesHistory beside = demand.beside();
        Axis axis = Axis.of(own.points(), beside == null ? List.of() : beside.points());
        return Courses.of(
                values(own.points(), axis.first()),
                beside == null ? List.of() : values(beside.points(), axis.second()));
    }

    private static List<Value> values(List<Point> points, List<Integer> places) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            values.add(new Value(places.get(i), points.get(i).score()));
        }
        return values;
    }

    private static List<Choice> choices(SeriesInfo series, Demand demand) {
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("", "no other branch", demand.beside() == null));
        for (Branch branch : demand.branches()) {
            if (!branch.name().equals(series.branch())) {
                choices.add(new Choice(
                        branch.name(),
                        branch.name() + " (" + Counts.of(branch.runs(), "run") + ")",
                        branch.name().equals(demand.branch())));
            }
        }
        return choices.size() > 1 ? choices : List.of();
    }

    private static @Nullable Chosen chosen(SeriesHistory own, Demand demand, Courses courses, Instant now) {
        SeriesHistory beside = demand.beside();
        if (beside == null) {
            return null;
        }
        String compare = Links.to("/compare")
                .with("project", own.series().project())
                .with("base", "branch:" + own.series().branch())
                .with("head", "branch:" + beside.series().branch())
                .toString();
        long id = beside.series().id();
        return new Chosen(
                beside.series().branch(),
                Figures.href(id),
                compare,
                lead(own, beside),
                courses.second(),
                SeriesPages.rows(beside, "", now),
                SeriesPages.shown(beside),
                "/export/series.csv?id=" + id);
    }

    private static String lead(SeriesHistory own, SeriesHistory beside) {
        return Counts.of(beside.points().size(), "run") + ", the latest at " + latest(beside) + "; the latest on "
                + own.series().branch() + " is at " + latest(own) + ".";
    }

    private static String latest(SeriesHistory history) {
        return Figures.value(
                history.points().getLast().score(), history.series().unit());
    }
}
