package io.purchaseorders.local.cloudfront;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a built site, read once: what was not there at the start cannot be asked for, whatever the path looks like.
 *
 * @param files by their path in the site, such as {@code assets/index-1a2b.js}
 */
record SiteFiles(Map<String, File> files) {

    static final String INDEX = "index.html";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml",
            "png", "image/png",
            "woff2", "font/woff2");

    @SuppressWarnings("ArrayRecordComponent") // Read-only: nobody compares or changes it.
    record File(String contentType, byte[] content) {}

    /** The files below the folder; none where there is no such folder. */
    static SiteFiles read(Path folder) {
        Map<String, File> files = new HashMap<>();
        for (Path file : list(folder)) {
            String name = folder.relativize(file).toString().replace(java.io.File.separatorChar, '/');
            try {
                files.put(name, new File(type(name), Files.readAllBytes(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new SiteFiles(Map.copyOf(files));
    }

    boolean isBuilt() {
        return files.containsKey(INDEX);
    }

    Optional<File> find(String path) {
        return Optional.ofNullable(files.get(path.isEmpty() ? INDEX : path));
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }
}
