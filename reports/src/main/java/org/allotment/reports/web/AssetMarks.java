package org.allotment.reports.web;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32C;
import org.allotment.reports.web.view.part.Frame.Assets;

/** Addresses of style and scripts, marked with their content: a browser that kept the old ones asks for the new. */
@Singleton
final class AssetMarks {

    private static final String FOLDER = "META-INF/resources";

    private final Assets assets = new Assets(
            marked("/assets/allotment.css"),
            marked("/assets/theme.js"),
            marked("/assets/pages.js"),
            marked("/assets/chart.js"),
            marked("/assets/live.js"),
            "/webjars/chart.js/4.5.1/dist/chart.umd.min.js",
            marked("/assets/mark.svg"));

    Assets assets() {
        return assets;
    }

    private static String marked(String path) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IllegalStateException("asset is not in the build, path=" + path);
            }
            CRC32C mark = new CRC32C();
            mark.update(in.readAllBytes());
            return path + "?v=" + Long.toHexString(mark.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException("asset cannot be read, path=" + path, e);
        }
    }
}
