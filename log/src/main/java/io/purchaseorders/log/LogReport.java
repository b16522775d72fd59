package io.purchaseorders.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a verification found, in the order in which it was found. */
public final class LogReport {

    /** More findings of one kind than these are counted and not named. */
    private static final long MOST_NAMED = 1_000;

    private final List<Finding> findings = new ArrayList<>();
    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
    private long entries;

    void add(Finding.Kind kind, String subject, String sentence) {
        if (counts.merge(kind, 1L, Long::sum) <= MOST_NAMED) {
            findings.add(new Finding(kind, subject, sentence));
        }
    }

    void setEntries(long entries) {
        this.entries = entries;
    }

    /** How many entries the log says that it has. */
    public long entries() {
        return entries;
    }

    /** The first 1,000 of each kind. */
    public List<Finding> findings() {
        return Collections.unmodifiableList(findings);
    }

    public long count(Finding.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Whether nothing was changed, removed, forged or damaged. */
    public boolean isClean() {
        return counts.keySet().stream().noneMatch(Finding.Kind::isFault);
    }
}
