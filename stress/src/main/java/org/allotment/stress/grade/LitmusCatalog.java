package org.allotment.stress.grade;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.allotment.core.catalog.EngineCatalog;
import org.allotment.core.catalog.EngineEntry;
import org.allotment.stress.MustFail;
import org.allotment.stress.OnVirtualThreads;
import org.allotment.stress.campaign.Campaigns;
import org.allotment.stress.run.Profile;
import org.allotment.stress.verdict.Expect;
import org.allotment.stress.verdict.ExpectedTest;
import org.allotment.stress.verdict.StateRule;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * The tests that this jar holds, as jcstress' annotation processor listed them.
 *
 * @param cores how many actors can run at once
 * @param architecture value of the system property {@code os.arch}
 */
record LitmusCatalog(int cores, String architecture) {
    /** What is a package of the core, up to the class. */
    private static final Pattern PACKAGE = Pattern.compile("org\\.allotment\\.stress\\.([a-z.]+)\\.[A-Z]");

    private static final String VERSION = "/META-INF/maven/org.openjdk.jcstress/jcstress-core/pom.properties";

    /** Where jcstress says that a test has no default outcome, it names one all the same. */
    private static final String NO_DEFAULT = "No default case provided";

    static LitmusCatalog thisMachine() {
        return new LitmusCatalog(Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch", ""));
    }

    /** Returns name and version of the harness. */
    static String harness() {
        try (InputStream in = TestList.class.getResourceAsStream(VERSION)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return "jcstress " + properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all tests of a profile, litmus tests and campaigns, in the order of their names. */
    List<ExpectedTest> tests(Profile profile) {
        List<ExpectedTest> campaigns = profile.operations() == 0 ? List.of() : Campaigns.tests();
        return Stream.concat(litmusTests().stream(), campaigns.stream())
                .sorted(Comparator.comparing(ExpectedTest::name))
                .toList();
    }

    /** Returns the litmus tests in the order of their names. */
    List<ExpectedTest> litmusTests() {
        return TestList.tests().stream()
                .map(name -> expected(TestList.getInfo(name)))
                .sorted(Comparator.comparing(ExpectedTest::name))
                .toList();
    }

    /**
     * Returns what a test belongs to: the packages of this module are those of the core, so it is the entry of the
     * catalogue that has the package of the test's name.
     *
     * @param test name of a test
     * @return name of an entry; nothing for tests of packages that the core has not
     */
    static Optional<String> engine(String test) {
        if (Campaigns.isOne(test)) {
            return Optional.of(Campaigns.engine(test));
        }
        Matcher parts = PACKAGE.matcher(test);
        return parts.lookingAt() ? EngineCatalog.ofPackage(parts.group(1)).map(EngineEntry::name) : Optional.empty();
    }

    private ExpectedTest expected(TestInfo info) {
        MustFail mustFail = mustFail(info.binaryName());
        return new ExpectedTest(
                info.name(),
                info.description(),
                info.threads(),
                mustFail != null,
                notApplicable(info.threads(), mustFail),
                rules(info));
    }

    /** Returns why a test is not run here, or the empty string. */
    String notApplicable(int actors, @Nullable MustFail mustFail) {
        if (actors > cores) {
            return "its actors need a core each, actors=" + actors + ", cores=" + cores;
        }
        if (mustFail != null && Arrays.asList(mustFail.unseenOn()).contains(architecture)) {
            return mustFail.reason();
        }
        return "";
    }

    /** Tells whether the actors of a litmus test start virtual threads. */
    static boolean isOnVirtualThreads(String test) {
        return testClass(TestList.getInfo(test).binaryName()).isAnnotationPresent(OnVirtualThreads.class);
    }

    private static @Nullable MustFail mustFail(String binaryName) {
        return testClass(binaryName).getAnnotation(MustFail.class);
    }

    private static Class<?> testClass(String binaryName) {
        try {
            return Class.forName(binaryName, false, LitmusCatalog.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the test list names a class that is not there, class=" + binaryName, e);
        }
    }

    private static List<StateRule> rules(TestInfo info) {
        List<StateRule> rules = new ArrayList<>();
        for (StateCase state : info.cases()) {
            rules.add(rule(state.matchPattern(), state));
        }
        StateCase rest = info.unmatched();
        if (!rest.description().startsWith(NO_DEFAULT)) {
            rules.add(rule(".*", rest));
        }
        return rules;
    }

    private static StateRule rule(String pattern, StateCase state) {
        return new StateRule(pattern, Expect.valueOf(state.expect().name()), state.description());
    }
}
