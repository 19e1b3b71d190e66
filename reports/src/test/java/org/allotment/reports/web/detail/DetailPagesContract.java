package org.allotment.reports.web.detail;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.allotment.reports.Multipart;
import org.allotment.reports.Nights;
import org.allotment.reports.store.Store;
import org.allotment.reports.store.keep.Thinning;
import org.allotment.reports.web.Browser;
import org.allotment.reports.web.PageChecks;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The pages behind the pages, in a browser, over a store of twelve nights on one branch and three on another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class DetailPagesContract {
    private static final int WIDE = 1280;
    private static final int NARROW = 390;
    private static final int NIGHTS = 12;
    private static final int BESIDE = 3;
    private static final int FORKS = 3;
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

    @BeforeAll
    void openBrowser() {
        browser = new Browser(address.replaceAll("/+$", ""));
    }

    @AfterAll
    void closeBrowser() {
        browser.close();
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
        store().write(handle -> handle.execute("UPDATE run SET searched = 1"));
        assertThat(new Thinning(store(), Clock.systemUTC(), NIGHTS - 1, 0).run())
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
                .isEqualTo("10,12,14");
        walk("branches", permalink);
        PageChecks.isQuiet(browser, "branches");
        given().get("/api/v1" + page + "/branches").then().body("name", equalTo(List.of(BRANCH, "main")));
        browser.open(page + "?beside=nope");
        assertThat(browser.count("#beside")).isZero();
    }

    private long dots() {
        String path = browser.script("return document.querySelector('.dots .dot').getAttribute('d')")
                .toString();
        return path.chars().filter(c -> c == 'M').count();
    }

    /** Nights of main with a slow one at the end, then three nights of a branch. */
    private void upload() {
        Nights nights = new Nights(42);
        for (int night = 0; night < NIGHTS + BESIDE; night++) {
            boolean main = night < NIGHTS;
            String environment = Nights.environment(night, "nightly", -1, main ? night : night - BESIDE);
            runs.add(given().contentType(Multipart.contentType())
                    .body(new Multipart()
                            .part("jmh", nights.jmh(FORKS, main && night == NIGHTS - 1 ? 1.3 : 1))
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
