package org.allotment.core.defects;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs single tests, each named {@code class#method}, for {@code config/prove-defects}. Ends with 0 when all pass, with
 * 1 when one fails, with 2 when there is none of that name.
 */
final class PlantedRun {
    private PlantedRun() {}

    public static void main(String[] names) {
        Set<String> wanted = Set.of(names);
        List<? extends DiscoverySelector> classes = Arrays.stream(names)
                .map(name -> selectClass(name.substring(0, name.indexOf('#'))))
                .collect(Collectors.toCollection(java.util.ArrayList::new));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(classes)
                .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(isWanted(test, wanted)))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher().execute(request, listener);
        }
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true, StandardCharsets.UTF_8), 1);
        System.out.println("tests=" + summary.getTestsFoundCount() + " failed=" + summary.getTotalFailureCount());
        System.exit(summary.getTotalFailureCount() > 0 ? 1 : summary.getTestsSucceededCount() > 0 ? 0 : 2);
    }

    private static boolean isWanted(TestDescriptor test, Set<String> wanted) {
        return test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(MethodSource.class::cast)
                .map(source -> wanted.contains(source.getClassName() + "#" + source.getMethodName()))
                .orElse(false);
    }
}
