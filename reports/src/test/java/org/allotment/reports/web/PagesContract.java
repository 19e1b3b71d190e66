package org.allotment.reports.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.allotment.reports.replay.Replay;
import org.allotment.reports.web.text.Links;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Every page in a browser, over one store that fills while the tests go on: empty, one night, sixty nights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PagesContract {

    private static final int WIDE = 1280;
    private static final int NARROW = 390;

    static final String WEAKENED = "org.allotment.stress.concurrent.FreeListAbaStress.Weakened";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    String address;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    private final Replay replay = new Replay(Instant.now());
    private String lastRun = "";

    /** Names the store in the pictures. */
    abstract String store();

    @BeforeAll
    void openBrowser() {
        browser = new Browser(address.replaceAll("/+$", ""));
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
    }

    @Test
    @Order(1)
    void anEmptyStoreExplainsHowToMakeTheFirstRun() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/");
        pages.put("series", "/series/1");
        pages.put("runs", "/runs");
        pages.put("run", "/runs/none");
        pages.put("stress", "/stress");
        pages.put("stress-test", "/stress/none");
        pages.put("incidents", "/incidents");
        pages.put("incident", "/incidents/1");
        pages.put("compare", "/compare");
        pages.put("commit", "/commits/none");
        pages.put("machines", "/machines");
        pages.put("machine", "/machines/1");
        pages.put("nowhere", "/nowhere");
        walk("empty", pages);
        browser.open("/");
        assertThat(browser.text("main")).contains("./allotment nightly", "curl", address.replaceAll("/+$", ""));
    }

    @Test
    @Order(2)
    void oneNightIsShownAndSaysThatItCannotJudgeYet() {
        lastRun = Uploads.send(replay.story(0));
        walk("one", pages(), WIDE, "light");
        walk("one", pages(), NARROW, "dark");
        browser.open("/");
        assertThat(browser.text("#verdict")).contains("too few runs");
        browser.open(seriesPage("score"));
        assertThat(browser.text("main")).contains("too few runs").contains("0 of 8");
    }

    @Test
    @Order(3)
    void sixtyNightsAreShownOnEveryPage() {
        for (int night = 1; night < Replay.NIGHTS; night++) {
            lastRun = Uploads.send(replay.story(night));
        }
        walk("sixty", pages());
    }

    @Test
    @Order(4)
    void theSlowBenchmarkAndTheBrokenLockComeFirst() {
        browser.open("/");
        assertThat(browser.text(".verdict"))
                .contains("red")
                .contains(replay.subject(Replay.NIGHTS - 1))
                .doesNotContain("null");
        assertThat(browser.text("main")).contains("replayed", "not measured on this commit", "planted");
        assertThat(browser.text("header")).contains(Replay.PROJECT);
        assertThat(browser.text(".findings")).contains("HeapLockStress", "PairBenchmark.pair", "slower");
        assertThat(browser.text("tbody tr:first-child"))
                .contains("allotment-tlsf")
                .containsPattern("\\+3[0-9]\\.[0-9].%");
        assertThat(browser.count("tbody tr .spark path")).isEqualTo(browser.count("tbody tr"));
    }

    @Test
    @Order(5)
    void anIncidentIsJudgedWithoutAScript() {
        String found = "/incidents?text=HeapLockStress";
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(driver ->
                        RestAssured.get("/api/v1" + found).path("total").equals(1));
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open(found);
            browser.driver().findElement(By.cssSelector("tbody th a")).click();
            awaitText("main", "Nobody said anything yet");
            assertThat(browser.text("main")).contains("HeapLockStress", "shows");
            browser.driver().findElement(By.name("issue")).sendKeys("javascript:alert(1)");
            browser.driver().findElement(By.name("comment")).sendKeys("<b>mine</b>");
            browser.driver().findElement(By.cssSelector(".judge button")).click();
            awaitText("[role=alert]", "address of http or https expected");
            assertThat(browser.driver().findElement(By.name("comment")).getText())
                    .isEqualTo("<b>mine</b>");
            browser.driver().findElement(By.name("issue")).clear();
            browser.driver().findElement(By.name("issue")).sendKeys("https://example.org/issues/7");
            browser.driver()
                    .findElement(By.cssSelector("select[name=state] option[value=acknowledged]"))
                    .click();
            browser.driver().findElement(By.cssSelector(".judge button")).click();
            awaitText(".story", "called it acknowledged");
            assertThat(browser.text(".story")).contains("<b>mine</b>", "issues/7");
            assertThat(browser.text(".lead")).contains("acknowledged");
        } finally {
            browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
        browser.complaints();
        String incident = browser.driver().getCurrentUrl().replaceAll("^https?://[^/]*|#.*", "");
        walk("sixty", Map.of("incident", incident));
    }

    @Test
    @Order(5)
    void aComparisonShowsThePlantedSlowdownFirstAndCanBeSent() {
        browser.open("/compare");
        assertThat(browser.text("tbody tr:first-child")).contains("slower", "allotment-tlsf", "PairBenchmark");
        assertThat(browser.text("main")).contains("Geometric mean of");
        String permalink = address("a[href*='base=run']");
        browser.open(permalink);
        assertThat(browser.text("tbody tr:first-child")).contains("slower", "allotment-tlsf");
        browser.open("/compare?base=branch:main&head=branch:main");
        assertThat(browser.text(".tiles")).contains("0").contains("worse");
        RestAssured.given()
                .urlEncodingEnabled(false)
                .get(permalink.replace("/compare?", "/compare.csv?"))
                .then()
                .statusCode(200)
                .contentType("text/csv");
    }

    @Test
    @Order(5)
    void filtersAndOrderStandInTheAddress() {
        browser.size(WIDE, 1000);
        browser.open("/");
        browser.driver().findElement(By.name("q")).sendKeys("churn" + Keys.ENTER);
        waitFor("return location.search.includes('q=churn') && document.readyState === 'complete'");
        List<WebElement> names = browser.driver().findElements(By.cssSelector("tbody th .name"));
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(name.getText()).contains("ChurnBenchmark"));
        browser.driver().findElement(By.linkText("Benchmark")).click();
        waitFor("return document.querySelector('th[aria-sort=ascending]')?.textContent.includes('Benchmark')");
        assertThat(browser.driver().getCurrentUrl()).contains("q=churn", "sort=name");
        browser.size(NARROW, 900);
        browser.driver()
                .findElement(By.cssSelector("select[name=sort] option[value=threads]"))
                .click();
        waitFor("return location.search.includes('sort=threads') && document.readyState === 'complete'");
        assertThat(browser.text("tbody tr:first-child")).contains("1 thread");
        browser.open("/?q=nothing-is-called-so");
        assertThat(browser.text("main")).contains("Nothing matches");
        PageChecks.isQuiet(browser, "filtered overview");
    }

    @Test
    @Order(6)
    void aSeriesIsDrawnWithItsScaleToChoose() {
        browser.size(WIDE, 1000);
        browser.open(seriesPage("score"));
        waitFor("return document.querySelector('#chart.drawn canvas') !== null");
        assertThat(browser.text("#chart-problem")).isEmpty();
        assertThat(browser.text("main")).contains("new epoch: kernel 6.17.0 → 6.18.");
        browser.driver()
                .findElement(By.cssSelector("button[data-scale=logarithmic]"))
                .click();
        assertThat(browser.script("return document.getElementById('chart').dataset.scale"))
                .isEqualTo("logarithmic");
        assertThat(browser.script("return document.querySelector('[data-scale=linear]').getAttribute('aria-pressed')"))
                .isEqualTo("false");
        PageChecks.isQuiet(browser, "series");
    }

    @Test
    @Order(7)
    void nothingMovesWhileTheSeriesLoads() {
        browser.open(seriesPage("score"));
        waitFor("return document.querySelector('#chart.drawn canvas') !== null");
        String shift = """
                const done = arguments[arguments.length - 1];
                let sum = 0;
                new PerformanceObserver((list) => list.getEntries().forEach((e) => { sum += e.value; })).observe({type: 'layout-shift', buffered: true});
                requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
                """;
        assertThat(browser.driver().executeAsyncScript(shift))
                .isInstanceOfSatisfying(
                        Number.class, sum -> assertThat(sum.doubleValue()).isLessThan(0.02));
    }

    @Test
    @Order(8)
    void tablesAndSparklinesNeedNoScript() {
        browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser.open("/");
            assertThat(browser.driver().findElements(By.cssSelector("tbody tr")))
                    .hasSizeGreaterThan(30);
            assertThat(browser.driver()
                            .findElement(By.cssSelector(".spark path"))
                            .getAttribute("d"))
                    .startsWith("M");
            browser.open(seriesPage("score"));
            assertThat(browser.driver()
                            .findElement(By.cssSelector("#chart svg"))
                            .isDisplayed())
                    .isTrue();
            assertThat(browser.driver().findElements(By.cssSelector("tbody tr")))
                    .hasSize(Replay.NIGHTS);
            assertThat(browser.driver()
                            .findElement(By.cssSelector("[data-scale]"))
                            .isDisplayed())
                    .isFalse();
        } finally {
            browser.driver().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
    }

    @Test
    @Order(9)
    void theKeyboardReachesEverythingInAVisibleOrder() {
        browser.size(WIDE, 1000);
        browser.open("/");
        List<String> walked = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            new org.openqa.selenium.interactions.Actions(browser.driver())
                    .sendKeys(Keys.TAB)
                    .perform();
            String focus = """
                    const e = document.activeElement;
                    const style = getComputedStyle(e);
                    const box = e.getBoundingClientRect();
                    const visible = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
                    return (visible ? '' : 'invisible ') + (e.textContent || e.name || e.id).trim().slice(0, 40);
                    """;
            walked.add(browser.script(focus).toString());
        }
        assertThat(walked.getFirst()).isEqualTo("Skip to content");
        assertThat(walked).noneMatch(stop -> stop.startsWith("invisible"));
        assertThat(walked)
                .contains("Overview", "Runs", "Stress", "Filter")
                .anyMatch(stop -> stop.startsWith("Benchmark"));
        browser.open("/");
        new org.openqa.selenium.interactions.Actions(browser.driver())
                .sendKeys(Keys.TAB, Keys.ENTER)
                .perform();
        assertThat(browser.script("return document.activeElement.id")).isEqualTo("main");
    }

    @Test
    @Order(10)
    void theChosenThemeOutlivesThePage() {
        browser.scheme("light");
        browser.open("/");
        Object light = browser.script("return getComputedStyle(document.body).backgroundColor");
        browser.driver().findElement(By.id("theme")).click();
        Object dark = browser.script("return getComputedStyle(document.body).backgroundColor");
        assertThat(dark).isNotEqualTo(light);
        browser.open("/runs");
        assertThat(browser.script("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(dark);
        browser.script("localStorage.clear()");
    }

    @Test
    @Order(11)
    void hostileTextIsShownAsItIs() {
        Uploads.send(new Hostile().run(0));
        String run = Uploads.send(new Hostile().run(1));
        String home = "?project=" + Links.segment(Hostile.PROJECT);
        browser.open("/" + home + "&q=Evil");
        assertThat(browser.text("tbody")).contains("<script>document.title='owned'</script>", "<b>k");
        assertThat(browser.driver().getPageSource()).doesNotContain("<script>document");
        String evil = firstSeries();
        browser.open("/" + home + "&q=VeryLongName");
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("hostile-overview", "/" + home);
        pages.put("hostile-series", evil);
        pages.put("hostile-long-series", firstSeries());
        pages.put("hostile-runs", "/runs" + home);
        pages.put("hostile-run", "/runs/" + run);
        pages.put("hostile-incidents", "/incidents" + home + "&state=any");
        pages.put("hostile-compare", "/compare" + home);
        pages.put("hostile-machines", "/machines" + home);
        browser.open("/runs/" + run);
        pages.put("hostile-commit", address("a[href^='/commits/']"));
        pages.put("hostile-stress", "/stress" + home);
        pages.put("hostile-stress-test", "/stress/" + Links.segment(Hostile.TEST) + home);
        pages.put(
                "hostile-address",
                "/?q=%22%3E%3Cscript%3Edocument.title%3D'owned'%3C%2Fscript%3E&sort=%22%3E%3Cb%3E&verdict=%3Cb%3E");
        walk("two", pages, WIDE, "dark");
        walk("two", pages, NARROW, "light");
    }

    @Test
    @Order(12)
    void whatIsNotThereIsAPageThatSaysSo() {
        for (String path : List.of(
                "/series/99999999",
                "/runs/nope",
                "/stress/no.such.Test",
                "/?project=nope",
                "/nowhere",
                "/incidents/99999999",
                "/commits/ffffffff",
                "/machines/99999999",
                "/compare?project=nope")) {
            RestAssured.given()
                    .accept("text/html")
                    .get(path)
                    .then()
                    .statusCode(404)
                    .contentType("text/html");
            browser.open(path);
            assertThat(browser.text("h1")).as(path).isEqualTo("Not found");
            PageChecks.isAccessible(browser, path);
            PageChecks.isQuiet(browser, path);
        }
    }

    @Test
    @Order(13)
    void theScriptsOfAPageStaySmall() throws IOException {
        browser.open(seriesPage("score"));
        long bytes = 0;
        for (Object source :
                (List<?>) browser.script("return [...document.scripts].map((s) => s.getAttribute('src'))")) {
            byte[] script = RestAssured.get(source.toString())
                    .then()
                    .statusCode(200)
                    .extract()
                    .asByteArray();
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(script);
            }
            bytes += packed.size();
        }
        assertThat(bytes).isBetween(1_000L, 180_000L);
    }

    @Test
    @Order(14)
    void pagesForbidWhatIsInlineOrForeign() {
        String policy = RestAssured.get("/").header("Content-Security-Policy");
        assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
                .doesNotContain("unsafe");
        String series = seriesPage("score").replace("/series/", "");
        for (String view : List.of(
                "/overview.csv?q=churn",
                "/incidents.csv?state=any",
                "/compare.csv",
                "/export/runs.csv",
                "/export/run.csv?id=" + lastRun,
                "/export/series.csv?id=" + series,
                "/export/stress.csv",
                "/export/stress-test.csv?test=" + Links.segment(Replay.LOCK) + "&project=" + Replay.PROJECT)) {
            String csv = RestAssured.get(view)
                    .then()
                    .statusCode(200)
                    .contentType("text/csv")
                    .extract()
                    .asString();
            assertThat(csv.lines().count()).as(view).isGreaterThan(1);
        }
    }

    private Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/");
        pages.put("overview-rest", "/?page=1");
        pages.put("overview-nothing", "/?q=nothing-is-called-so");
        pages.put("series", seriesPage("score"));
        pages.put("series-deterministic", seriesPage("gc.alloc.rate.norm"));
        pages.put("runs", "/runs");
        pages.put("run", "/runs/" + lastRun);
        pages.put("stress", "/stress");
        pages.put("stress-test", "/stress/" + Links.segment(Replay.LOCK));
        pages.put("stress-test-inverted", "/stress/" + Links.segment(WEAKENED));
        pages.put("incidents", "/incidents");
        pages.put("incidents-nothing", "/incidents?text=nothing-is-called-so");
        pages.put("compare", "/compare");
        pages.put("compare-absent", "/compare?head=nothing-is-called-so");
        browser.open("/");
        pages.put("commit", address("a[href^='/commits/']"));
        pages.put("machines", "/machines");
        pages.put("nowhere", "/nowhere");
        return pages;
    }

    /** A series of the benchmark that slows down on the last night, found as a reader finds it. */
    private String seriesPage(String metric) {
        browser.open("/?q=PairBenchmark&subject=allotment-tlsf&threads=1&metric=" + metric);
        return firstSeries();
    }

    private String address(String selector) {
        return browser.script("return document.querySelector(arguments[0]).getAttribute('href')", selector)
                .toString();
    }

    /** A click does not wait for the page that it leads to. */
    private void awaitText(String selector, String text) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(30))
                .ignoring(StaleElementReferenceException.class)
                .until(driver -> browser.text(selector).contains(text));
    }

    private String firstSeries() {
        return browser.script("return document.querySelector('tbody th a').getAttribute('href')")
                .toString();
    }

    /** Every page, wide and narrow, light and dark. */
    private void walk(String nights, Map<String, String> pages) {
        for (int width : new int[] {WIDE, NARROW}) {
            for (String scheme : List.of("light", "dark")) {
                walk(nights, pages, width, scheme);
            }
        }
    }

    private void walk(String nights, Map<String, String> pages, int width, String scheme) {
        browser.size(width, width == WIDE ? 1000 : 844);
        browser.scheme(scheme);
        pages.forEach((name, path) -> visit(name, path, nights + "-" + width + "-" + scheme));
    }

    private void visit(String name, String path, String circumstances) {
        browser.open(path);
        if (browser.count("#chart") > 0) {
            waitFor("return document.querySelector('#chart.drawn canvas') !== null");
        }
        String page = name + "-" + circumstances;
        browser.picture(store() + "-" + page);
        PageChecks.isQuiet(browser, page);
        PageChecks.isAccessible(browser, page);
        PageChecks.fitsItsWidth(browser, page);
        PageChecks.holdsNothingInjected(browser, page);
    }

    private void waitFor(String condition) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(20))
                .until(driver -> Boolean.TRUE.equals(browser.script(condition)));
    }
}
