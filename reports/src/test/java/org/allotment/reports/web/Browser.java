package org.allotment.reports.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** One headless Chromium: pages are opened by path, and what the browser complains about is kept. */
public final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int HIGHEST = 4000;

    private final String origin;
    private final Path profile;
    private final ChromeDriver driver;

    /** Starts it; pages are opened below an origin. */
    public Browser(String origin) {
        this.origin = origin;
        try {
            profile = Files.createTempDirectory("allotment-browser");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the browser's profile", e);
        }
        Path driverPath = installed(System.getenv("CHROMEDRIVER_BIN"), "/usr/bin/chromedriver", "chromium-driver");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driverPath.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options());
    }

    /** The driver. */
    public ChromeDriver driver() {
        return driver;
    }

    /** Opens a path of the application. */
    public void open(String path) {
        driver.get(origin + path);
    }

    /** Sets the size of the page itself, whatever the window around it. */
    public void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Makes the system prefer a colour scheme. */
    public void scheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Runs a script in the page; what it does not return is an empty text. */
    public Object script(String body, Object... arguments) {
        return Objects.requireNonNullElse(driver.executeScript(body, arguments), "");
    }

    /** Text of the first element that a selector finds, as it is shown. */
    public String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** Number of elements that a selector finds. */
    public int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** What the console said since the last call: errors of scripts, refused resources, violations of the policy. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Keeps a picture of the page beside the tests' other results: all of it, or as much as one can look at. */
    public void picture(String name) {
        List<?> size = (List<?>) script("return [innerWidth, Math.max(innerHeight, document.body.scrollHeight)]");
        Map<String, Object> part = Map.of(
                "x",
                0,
                "y",
                0,
                "width",
                size.getFirst(),
                "height",
                Math.min(HIGHEST, ((Number) size.getLast()).intValue()),
                "scale",
                1);
        Object picture = driver.executeCdpCommand(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", part))
                .get("data");
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(picture)));
        } catch (IOException e) {
            throw new UncheckedIOException("screenshot cannot be written, name=" + name, e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // The browser may still be closing its files; the folder is in the system's own place for such things.
        }
    }

    private ChromeOptions options() {
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(installed(System.getenv("CHROME_BIN"), "/usr/bin/chromium", "chromium")
                .toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logging);
        return options;
    }

    private static Path installed(@Nullable String chosen, String usual, String parcel) {
        Path path = Path.of(chosen == null || chosen.isEmpty() ? usual : chosen);
        if (!Files.isExecutable(path)) {
            throw new IllegalStateException("the browser tests need " + parcel
                    + ": install it with 'apt-get install -y chromium chromium-driver', or set CHROME_BIN and CHROMEDRIVER_BIN, path="
                    + path);
        }
        return path;
    }
}
