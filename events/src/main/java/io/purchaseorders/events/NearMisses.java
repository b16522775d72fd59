package io.purchaseorders.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which unknown members of a {@code Detail} look like misspelt ones: {@code shiping}, {@code customer_id}. They are kept and
 * ignored like any unknown member, so a publisher who meant another would never learn of it otherwise.
 */
public final class NearMisses {

    private static final Set<String> HEADER = Set.of("eventId", "orderId", "occurredAt", "schemaVersion");
    private static final Set<String> ORDERED_LINE = Set.of("sku", "quantity", "unitPrice", "discount");
    private static final Set<String> RETURNED_LINE = Set.of("sku", "quantity", "refund");

    /** Letters that may be wrong, missing, too many or swapped: one of a short name, two of a longer one. */
    private static final int LONG_NAME = 6;

    /** Longer ones resemble nothing; and what compares names takes time by their lengths. */
    private static final int LONGEST_NAME = 64;

    private static final Pattern SEPARATORS = Pattern.compile("[_.\\s-]");

    /** A publisher sees from these what went wrong with the others. */
    static final int MOST = 20;

    private NearMisses() {}

    /** The warnings, at most 20 of them; none for an unknown type, or for what is no JSON object. */
    public static List<Fault> of(String type, String detail) {
        return EventType.ofWireName(type)
                .map(known -> DetailJson.parseObject(detail)
                        .fold(unreadable -> List.<Fault>of(), object -> warnings(known, object)))
                .orElse(List.of());
    }

    /** The members of an event of this type. */
    static Set<String> members(EventType type) {
        return Stream.concat(HEADER.stream(), type.members().stream()).collect(Collectors.toSet());
    }

    /** The members of one of its lines; none where it has no lines. Those of an order come with shipping and tax. */
    static Set<String> lineMembers(EventType type) {
        if (!type.members().contains("lines")) {
            return Set.of();
        }
        return type.members().contains("shipping") ? ORDERED_LINE : RETURNED_LINE;
    }

    private static List<Fault> warnings(EventType type, JsonNode object) {
        List<Fault> warnings = new ArrayList<>();
        collect(object, "", members(type), warnings);
        JsonNode lines = object.path("lines");
        for (int i = 0; i < lines.size() && lines.isArray(); i++) {
            collect(lines.path(i), "/lines/" + i, lineMembers(type), warnings);
        }
        return warnings.stream().limit(MOST).toList();
    }

    private static void collect(JsonNode object, String pointer, Set<String> known, List<Fault> warnings) {
        List<Candidate> candidates = known.stream().map(Candidate::of).toList();
        object.properties().forEach(member -> {
            String name = member.getKey();
            if (!known.contains(name) && warnings.size() < MOST) {
                nearest(name, candidates)
                        .ifPresent(meant -> warnings.add(new Fault(
                                pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
                                "is unknown and ignored; did you mean " + meant + "?")));
            }
        });
    }

    /**
     * A name that may have been meant.
     *
     * @param plain what names are compared by
     * @param most letters that may be wrong
     */
    private record Candidate(String name, String plain, int most) {

        static Candidate of(String name) {
            return new Candidate(name, NearMisses.plain(name), name.length() < LONG_NAME ? 1 : 2);
        }

        /** Names that differ more in length than in letters that may be wrong need not be compared. */
        boolean resembles(String written) {
            return Math.abs(written.length() - plain.length()) <= most && distance(written, plain) <= most;
        }
    }

    private static Optional<String> nearest(String name, List<Candidate> candidates) {
        if (name.length() > LONGEST_NAME) {
            return Optional.empty();
        }
        String written = plain(name);
        return candidates.stream()
                .filter(candidate -> candidate.resembles(written))
                .min(Comparator.comparingInt((Candidate candidate) -> distance(written, candidate.plain()))
                        .thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Without what separates words, so that other conventions of names are seen through. */
    private static String plain(String name) {
        return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** Damerau's: how many letters are to be inserted, removed, replaced or swapped with their neighbour. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : fewest(one, other, steps, i, j);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int fewest(String one, String other, int[][] steps, int i, int j) {
        int replaced = steps[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
    }
}
