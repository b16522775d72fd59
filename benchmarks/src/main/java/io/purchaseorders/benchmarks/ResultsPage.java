package io.purchaseorders.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The page with the results. Each benchmark has its section between two marks: what was measured anew replaces its own
 * and leaves the others alone.
 */
final class ResultsPage {

    private static final String TITLE = """
            # Benchmarks

            Written by `./orders bench --page docs/benchmarks.md`: not to be edited by hand. Every section is one run, in
            which ours and the peers took turns; the medians are shown.

            """;

    private final Path file;

    ResultsPage(Path file) {
        this.file = file;
    }

    void put(List<Report> reports, Map<String, Object> machine) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : TITLE;
        for (Report report : reports) {
            page = put(page, report.name(), Text.of(report, machine));
        }
        Files.writeString(file, page);
    }

    static String put(String page, String name, String section) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        return from < 0 || to < from
                ? page + begin + section + end + "\n"
                : page.substring(0, from) + begin + section + page.substring(to);
    }
}
