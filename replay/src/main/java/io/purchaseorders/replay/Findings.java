package io.purchaseorders.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects findings by sort: the first ones of each in words, the others as a number. */
final class Findings {

    private final Map<String, List<String>> named = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();

    /** @param sort in the plural, as in: 30 more altered events */
    void add(String sort, String finding) {
        List<String> ofSort = named.computeIfAbsent(sort, any -> new ArrayList<>());
        if (counts.merge(sort, 1, Integer::sum) <= IntegrityCheck.NAMED) {
            ofSort.add(finding);
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        named.forEach((sort, findings) -> {
            lines.addAll(findings);
            int others = counts.getOrDefault(sort, 0) - findings.size();
            if (others > 0) {
                lines.add("and " + others + " more " + sort);
            }
        });
        return lines;
    }
}
