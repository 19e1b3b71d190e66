package org.allotment.reports.web.detail;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.Golden;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.jobs.JobSettings;
import org.allotment.reports.jobs.Jobs;
import org.allotment.reports.jobs.StaleClaimException;
import org.allotment.reports.jobs.Suspicions;
import org.allotment.reports.model.job.Answer;
import org.allotment.reports.model.job.Job;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.job.JobTable.Claimant;
import org.allotment.reports.store.job.JobTable.Ticket;
import org.allotment.reports.store.keep.Thinning;
import org.allotment.reports.triage.Incidents;
import org.allotment.reports.web.Browser;
import org.allotment.reports.web.PageChecks;
import org.allotment.reports.web.page.SeriesPages;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The pages behind the pages, in a browser, over a store of sixteen nights on one branch and three on another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DetailPagesContract {
    /** Where reports of Allure are said to be. */
    static final String ALLURE = "target/allure-pages";

    private static final int WIDE = 1280;
    private static final int NARROW = 390;
    private static final int NIGHTS = 16;
    private static final int CHANGED = 10;
    private static final int BESIDE = 3;
    private static final int FORKS = 3;
    private static final String WORKER = "bench <b>1</b>";
    private static final String BRANCH = "feature/x & <y>";

    @TestHTTPResource
    @SuppressWarnings("NullAway.Init")
    String address;

    @SuppressWarnings("NullAway.Init")
    private Browser browser;

    private final List<String> runs = new ArrayList<>();

    /** Names the store in the pictures. */
    abstract String kind();

    /** The store under the server. */
    abstract Store store();

    /** The jobs of the server. */
    abstract Jobs jobs();

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
    void withoutJobsThePageSaysHowTheyCome() {
        browser.open("/jobs");
        assertThat(browser.text("main")).contains("Nothing had to be measured again yet", "./allotment agent");
        walk("jobs-empty", "/jobs");
        browser.open("/allocators");
        assertThat(browser.text("main")).contains("No heap walk yet");
        walk("allocators-empty", "/allocators");
        browser.open("/jobs/1");
        assertThat(browser.text("h1")).isEqualTo("Not found");
        PageChecks.isQuiet(browser, "no such job");
    }

    @Test
    @Order(2)
    void theSamplesOfARunAreShownOnDemand() {
        upload();
        String page = series();
        browser.open(page);
        assertThat(browser.count("#samples")).isZero();
        String permalink = href("section[aria-labelledby=runs] tbody tr:nth-child(3) a[href*='run=']");
        assertThat(permalink).isEqualTo(page + "?run=" + runs.get(NIGHTS - 3) + "#samples");
        browser.open(permalink);
        assertThat(browser.text("section[aria-labelledby=samples]"))
                .contains("3 forks, 9 values", "fork 3")
                .doesNotContain("dropped");
        assertThat(browser.count("section[aria-labelledby=samples] tbody tr")).isEqualTo(FORKS);
        assertThat(dots()).isEqualTo(FORKS * 3);
        walk("samples", page + "?run=" + runs.get(NIGHTS - 3));
        given().get("/api/v1" + page + "/runs/" + runs.get(NIGHTS - 3) + "/samples")
                .then()
                .statusCode(200)
                .body("samples.rawData.size()", equalTo(FORKS))
                .body("samples.rawData[0].size()", equalTo(3))
                .body("thinned", nullValue())
                .body("commit", equalTo(Nights.sha(NIGHTS - 3)));
        given().get("/api/v1" + page + "/runs/nope/samples")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("not-found"));
        String csv = given().get(href("section[aria-labelledby=samples] a[download]"))
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(csv.lines()).hasSize(1 + FORKS * 3);
        browser.open(page + "?run=nope");
        assertThat(browser.count("#samples")).isZero();
    }

    @Test
    @Order(3)
    void whatWasThinnedSaysSoAndWhereItStillIs() {
        awaitSearched();
        assertThat(new Thinning(store(), Clock.systemUTC(), NIGHTS - 1, 0).run((_, _) -> {}))
                .contains(runs.getFirst());
        browser.open(series() + "?run=" + runs.getFirst());
        assertThat(browser.text("section[aria-labelledby=samples] .note")).contains("dropped on", "still has them");
        assertThat(dots()).isEqualTo(FORKS);
        given().get(href("section[aria-labelledby=samples] .note a")).then().statusCode(200);
        walk("samples-thinned", series() + "?run=" + runs.getFirst());
    }

    @Test
    @Order(4)
    void aSecondBranchIsDrawnBesideTheFirst() {
        String page = series();
        browser.size(WIDE, 1000);
        browser.open(page);
        browser.driver()
                .findElement(By.cssSelector("select[name=beside] option:nth-child(2)"))
                .click();
        await("return location.search.includes('beside=') && document.readyState === 'complete'");
        String permalink = browser.driver().getCurrentUrl().replaceAll("^https?://[^/]*", "");
        await("return document.querySelector('#chart.drawn canvas') !== null");
        assertThat(browser.text("#chart-problem")).isEmpty();
        assertThat(browser.text(".keys")).contains("dashed with squares: " + BRANCH);
        assertThat(browser.count("section[aria-labelledby=beside] tbody tr")).isEqualTo(BESIDE);
        assertThat(browser.script(
                        "return Chart.getChart(document.querySelector('#chart canvas')).data.datasets[4].data.length"))
                .isEqualTo((long) BESIDE);
        assertThat(
                        browser.script(
                                "return Chart.getChart(document.querySelector('#chart canvas')).data.datasets[4].borderDash.length"))
                .isEqualTo(2L);
        // The branch measured the commits of the last three nights: its runs stand between those of main.
        assertThat(
                        browser.script(
                                "return Chart.getChart(document.querySelector('#chart canvas')).data.datasets[4].data.map((p) => p.x).join()"))
                .isEqualTo("14,16,18");
        walk("branches", permalink);
        PageChecks.isQuiet(browser, "branches");
        given().get("/api/v1" + page + "/branches").then().body("name", equalTo(List.of(BRANCH, "main")));
        browser.open(page + "?beside=nope");
        assertThat(browser.count("#beside")).isZero();
    }

    @Test
    @Order(5)
    void jobsAreShownFromTheQuestionToTheCommit() {
        awaitSearched();
        new Incidents(store(), Clock.systemUTC()).look();
        assertThat(new Suspicions(store(), Clock.systemUTC(), JobSettings.STANDARD).ask())
                .isPositive();
        // The change of level is asked about once it is there; its job is the one that names the first slow commit.
        Job job = claimed(Nights.sha(CHANGED));
        browser.open("/jobs?state=claimed");
        assertThat(browser.text("tbody tr:first-child")).contains("claimed", WORKER, "lease until", "allotment-slab");
        browser.open("/jobs/" + job.id());
        assertThat(browser.text("h1")).isEqualTo("Does 0000000000 cost more than 0000000000?");
        assertThat(browser.count("#measured")).isZero();
        String between = Nights.sha(1_000);
        answer(
                job,
                1.3,
                job.question().range().base(),
                between,
                job.question().range().head());
        Job step = claimed(between);
        answer(step, 1);
        isShownWhole(job, step);
        leadsThereFromWhatItIsAbout(job);
    }

    @Test
    @Order(6)
    void theHeapsOfARunAreDrawn() {
        byte[] golden = Golden.bytes("heap.json");
        String run = withHeap(golden).statusCode(201).extract().path("id");
        browser.open("/allocators?project=allotment&branch=main");
        assertThat(browser.text("main"))
                .contains("allotment-tlsf", "7 live blocks and 4 free blocks")
                .contains("26 % of the source is live", "46 % of what is free is split off");
        // One full cell, two nearly empty ones, and one that is empty.
        assertThat(browser.script("return document.querySelector('.heap .full').getAttribute('d')"))
                .hasToString("M0.5 0.5h7v7h-7zM19.5 3.5h1v1h-1zM27.5 3.5h1v1h-1z");
        assertThat(browser.script("return document.querySelector('.heap .empty').getAttribute('d')"))
                .hasToString("M12 4h0");
        browser.script("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
        assertThat(browser.text("#walk-1-sizes")).isEqualTo("Free blocks by size");
        walk("allocators", href("section[aria-labelledby=which] .title a[href*='run=']"));
        heapsAreExported(run, golden);
        String spoiled = new String(golden, StandardCharsets.UTF_8).replace("\"source\": 4096", "\"source\": 4097");
        withHeap(spoiled.getBytes(StandardCharsets.UTF_8))
                .statusCode(400)
                .body("error.code", equalTo("malformed-document"))
                .body("error.where", containsString("heap: /walks/0"));
    }

    private void heapsAreExported(String run, byte[] golden) {
        given().get("/api/v1/runs/" + run + "/heap")
                .then()
                .statusCode(200)
                .body("heap.walks[0].bytes.live", equalTo(1056))
                .body("run.branch", equalTo("main"));
        given().get("/api/v1/allocators?project=allotment&branch=main").then().body("id", equalTo(List.of(run)));
        given().get("/api/v1/runs/" + runs.getFirst() + "/heap").then().statusCode(404);
        String csv = given().get("/allocators.csv?run=" + run)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(csv.lines()).hasSize(1 + 4 + 2);
        assertThat(given().get("/api/v1/runs/" + run + "/upload?part=heap")
                        .then()
                        .extract()
                        .asByteArray())
                .isEqualTo(golden);
    }

    private static ValidatableResponse withHeap(byte[] heap) {
        return given().contentType(Multipart.contentType())
                .body(new Multipart()
                        .part("jmh", new Nights(7).jmh(FORKS, 1))
                        .part("environment", Nights.environment(NIGHTS + BESIDE, "nightly", -1))
                        .part("heap", heap)
                        .bytes())
                .post("/api/v1/runs")
                .then();
    }

    @Test
    @Order(7)
    void aLongHistoryShowsItsForksOnDemand() {
        Nights nights = new Nights(43);
        for (int night = 0; night < SeriesPages.SHOWN + 2; night++) {
            given().contentType("application/json")
                    .body(nights.jmh(FORKS, 1))
                    .post("/api/v1/runs?project=long&branch=main&commit=" + Nights.sha(night))
                    .then()
                    .statusCode(201);
        }
        browser.size(WIDE, 1000);
        browser.open("/?project=long&q=allotment-slab&metric=score");
        String page = href("tbody th a");
        browser.open(page);
        await("return document.querySelector('#chart.drawn canvas') !== null");
        assertThat(forks()).isEqualTo(FORKS * SeriesPages.SHOWN);
        assertThat(browser.text(".keys")).contains("one fork, of the newest 100 runs");
        browser.driver().findElement(By.cssSelector("button[data-forks]")).click();
        await("return document.querySelector('[data-sampled]').hidden");
        assertThat(forks()).isEqualTo(FORKS * (SeriesPages.SHOWN + 2));
        browser.driver()
                .findElement(By.cssSelector("button[data-scale=logarithmic]"))
                .click();
        assertThat(forks()).isEqualTo(FORKS * (SeriesPages.SHOWN + 2));
        browser.driver().findElement(By.cssSelector("button[data-forks]")).click();
        await("return document.querySelector('button[data-forks]').getAttribute('aria-pressed') === 'false'");
        assertThat(forks()).isEqualTo(FORKS * SeriesPages.SHOWN);
        assertThat(browser.text(".keys")).contains("of the newest 100 runs");
        walk("long", page);
    }

    @Test
    @Order(8)
    void aRunLeadsToItsAllureReportAndToNothingElse() throws IOException {
        Path report = Files.createDirectories(Path.of(ALLURE, "night-0-nightly", "data"));
        Files.writeString(report.resolveSibling("index.html"), "<script>document.title = 'rendered';</script>");
        Files.writeString(report.resolve("a.json"), "{}");
        Files.writeString(Path.of(ALLURE, "secret.txt"), "not of the report");
        browser.open("/runs/" + runs.get(1));
        assertThat(browser.driver().findElements(By.linkText("Allure report"))).isEmpty();
        browser.open("/runs/" + runs.getFirst());
        browser.driver().findElement(By.linkText("Allure report")).click();
        await("return document.title === 'rendered'");
        String base = "/allure/" + runs.getFirst() + "/";
        given().get(base + "data/a.json").then().statusCode(200).contentType("application/json");
        assertThat(given().get(base + "index.html").headers().getValues("Content-Security-Policy"))
                .singleElement(as(InstanceOfAssertFactories.STRING))
                .contains("'unsafe-inline'", "default-src 'none'");
        for (String outside :
                List.of("../secret.txt", "%2e%2e/secret.txt", "data/../../secret.txt", "..%2fsecret.txt", "none.js")) {
            given().urlEncodingEnabled(false).get(base + outside).then().statusCode(404);
        }
        given().get("/allure/" + runs.get(1) + "/index.html").then().statusCode(404);
    }

    private long forks() {
        return (long)
                browser.script(
                        "return Chart.getChart(document.querySelector('#chart canvas')).data.datasets.find((d) => d.label === 'fork').data.length");
    }

    private void isShownWhole(Job job, Job step) {
        String page = "/jobs/" + job.id();
        browser.open(page);
        assertThat(browser.text(".lead")).contains("confirmed worse");
        assertThat(browser.count("section[aria-labelledby=measured] tbody tr")).isEqualTo(16);
        assertThat(browser.text("section[aria-labelledby=measured]"))
                .contains("Canary meanwhile", "+30.0", "base, fork 8");
        assertThat(browser.text("section[aria-labelledby=search]")).contains("found", "It came with 0000000000");
        assertThat(browser.count("section[aria-labelledby=search] li")).isEqualTo(3);
        assertThat(browser.text("section[aria-labelledby=steps]")).contains("job " + step.id(), "no change");
        walk("job", page);
        walk("jobs", "/jobs");
        String csv = given().get(page + ".csv")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(csv.lines()).hasSize(1 + 16 * 2).first().isEqualTo("side,commit,fork,iteration,value,unit");
        assertThat(given().get("/jobs.csv?project=allotment&state=done")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("confirm,allotment,done,confirmed");
    }

    private void leadsThereFromWhatItIsAbout(Job job) {
        String incident = given().get("/api/v1/incidents?direction=worse")
                .then()
                .extract()
                .path("items[0].id")
                .toString();
        given().get("/api/v1/incidents/" + incident + "/jobs").then().body("id", hasItem((int) job.id()));
        for (String page : List.of(
                "/incidents/" + incident,
                "/commits/" + job.question().range().head() + "?project=allotment",
                "/machines?project=allotment")) {
            browser.open(page);
            assertThat(browser.text("section[aria-labelledby=jobs]")).as(page).contains("confirmed worse");
            assertThat(browser.count("section[aria-labelledby=jobs] a[href='/jobs/" + job.id() + "']"))
                    .as(page)
                    .isOne();
        }
        walk("incident", "/incidents/" + incident);
        browser.open(series());
        assertThat(browser.text("section[aria-labelledby=changes]")).contains("confirmed when measured again");
    }

    private Job claimed(String head) {
        Job job = jobs().claim(new Claimant(WORKER, null, null)).orElseThrow();
        while (!job.question().range().head().equals(head)) {
            answer(job, 1);
            job = jobs().claim(new Claimant(WORKER, null, null)).orElseThrow();
        }
        return job;
    }

    private void answer(Job job, double factor, String... commits) {
        List<List<Double>> base = new ArrayList<>();
        List<List<Double>> head = new ArrayList<>();
        for (int fork = 0; fork < 8; fork++) {
            double own = 100 + fork * 0.1;
            base.add(List.of(own, own));
            head.add(List.of(own * factor, own * factor));
        }
        try {
            jobs().answer(
                            new Ticket(job.id(), job.fence()),
                            null,
                            new Answer.Measured(base, head, List.of(1.0, 1.0, 1.0), List.of(commits)));
        } catch (StaleClaimException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitSearched() {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(60))
                .until(driver -> store().read(
                                handle -> handle.createQuery("SELECT count(*) FROM run WHERE searched = 0")
                                        .mapTo(Integer.class)
                                        .one()
                                        .equals(0)));
    }

    private long dots() {
        String path = browser.script("return document.querySelector('.dots .dot').getAttribute('d')")
                .toString();
        return path.chars().filter(c -> c == 'M').count();
    }

    /** Nights of main that are slow from one on, then three nights of a branch. */
    private void upload() {
        Nights nights = new Nights(42);
        for (int night = 0; night < NIGHTS + BESIDE; night++) {
            boolean main = night < NIGHTS;
            String environment = Nights.environment(night, "nightly", -1, main ? night : night - BESIDE);
            runs.add(given().contentType(Multipart.contentType())
                    .body(new Multipart()
                            .part("jmh", nights.jmh(FORKS, main && night >= CHANGED ? 1.3 : 1))
                            .part(
                                    "environment",
                                    main ? environment : environment.replace("\"main\"", "\"" + BRANCH + "\""))
                            .bytes())
                    .post("/api/v1/runs")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id"));
        }
    }

    private String series() {
        browser.open("/?project=allotment&branch=main&q=allotment-slab&metric=score");
        return href("tbody th a");
    }

    private String href(String selector) {
        return browser.script("return document.querySelector(arguments[0]).getAttribute('href')", selector)
                .toString();
    }

    private void walk(String name, String page) {
        Map<Integer, List<String>> circumstances = new LinkedHashMap<>();
        circumstances.put(WIDE, List.of("light", "dark"));
        circumstances.put(NARROW, List.of("light", "dark"));
        circumstances.forEach((width, schemes) -> schemes.forEach(scheme -> {
            browser.size(width, width == WIDE ? 1000 : 844);
            browser.scheme(scheme);
            visit(name + "-" + width + "-" + scheme, page);
        }));
    }

    private void visit(String name, String page) {
        browser.open(page);
        if (browser.count("#chart") > 0) {
            await("return document.querySelector('#chart.drawn canvas') !== null");
        }
        browser.picture(kind() + "-detail-" + name);
        PageChecks.isQuiet(browser, name);
        PageChecks.isAccessible(browser, name);
        PageChecks.fitsItsWidth(browser, name);
        PageChecks.holdsNothingInjected(browser, name);
    }

    private void await(String condition) {
        new WebDriverWait(browser.driver(), Duration.ofSeconds(30))
                .until(driver -> Boolean.TRUE.equals(browser.script(condition)));
    }
}
