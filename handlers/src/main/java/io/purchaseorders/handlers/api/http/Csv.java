package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.purchaseorders.events.DetailJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the items of a list as comma-separated values: a row of names, then a row an item. What is nested in a total has
 * a column for each number, named by the members that lead there ({@code amounts.EUR.gross}); other objects and arrays
 * stand in one cell as JSON, to the letter. What is absent or null is an empty cell. Source: RFC 4180.
 */
final class Csv {

    static final String CONTENT_TYPE = "text/csv; charset=utf-8; header=present";

    private static final String LINE_END = "\r\n";

    private static final String ABSENT = "null";

    /** Members of totals, which answers make; what publishers made up may have any depth, and is one cell. */
    private static final Set<String> TAKEN_APART =
            Set.of("aggregate", "contribution", "orders", "units", "amounts", "digests");

    /** Published names with a column each: a page of a thousand rows stays a page, whatever their members are called. */
    static final int MOST_COLUMNS = 200;

    /** Where further published members stand, together. */
    private static final String OTHERS = "others";

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    /** What begins a formula for the programs that such files are opened with. */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);

    private static final Pattern TO_BE_QUOTED = Pattern.compile("[\",\r\n]");

    /** The columns under a name, which are none where it is a column itself. */
    private record Columns(Map<String, Columns> nested) {

        Columns() {
            this(new LinkedHashMap<>());
        }

        /** Currencies that only a later item has stand beside those of the first one. */
        void take(Map<String, String> members, Set<String> takenApart) {
            members.forEach((name, value) -> {
                Columns column = nested.computeIfAbsent(name, key -> new Columns());
                if (takenApart.contains(name) && isObject(value)) {
                    Map<String, String> inside = PublishedJson.members(value);
                    column.take(inside, inside.keySet());
                }
            });
        }
    }

    private Csv() {}

    /**
     * @param columns that are there whatever the items have
     * @param hasTotals whether items have members of totals, and no published ones that may have the same names
     */
    static String of(ObjectNode body, List<String> columns, boolean hasTotals) {
        // Pages hold their items as text, which may be deeper, and have longer numbers, than is read as values.
        List<Map<String, String>> items = items(Answer.text(body));
        if (!hasTotals) {
            items = narrowed(items, columns);
        }
        Columns all = new Columns();
        columns.forEach(name -> all.nested().put(name, new Columns()));
        items.forEach(item -> all.take(item, hasTotals ? TAKEN_APART : Set.of()));
        StringBuilder csv = new StringBuilder();
        List<String> header = new ArrayList<>();
        names(all, "", header);
        line(csv, header);
        for (Map<String, String> item : items) {
            List<String> cells = new ArrayList<>();
            cells(all, item, cells);
            line(csv, cells);
        }
        return csv.toString();
    }

    private static List<Map<String, String>> items(String body) {
        return PublishedJson.elements(PublishedJson.members(body).getOrDefault("items", "[]")).stream()
                .<Map<String, String>>map(PublishedJson::members)
                .toList();
    }

    /** The same items, with what is beyond the most columns as one member. */
    private static List<Map<String, String>> narrowed(List<Map<String, String>> items, List<String> columns) {
        Set<String> names = new LinkedHashSet<>(columns);
        items.forEach(item -> names.addAll(item.keySet()));
        if (names.size() <= MOST_COLUMNS) {
            return items;
        }
        Set<String> kept = names.stream()
                .filter(name -> !name.equals(OTHERS))
                .limit(MOST_COLUMNS)
                .collect(Collectors.toSet());
        return items.stream().map(item -> narrowed(item, kept)).toList();
    }

    private static Map<String, String> narrowed(Map<String, String> item, Set<String> kept) {
        Map<String, String> narrow = new LinkedHashMap<>(item);
        narrow.keySet().retainAll(kept);
        if (narrow.size() < item.size()) {
            narrow.put(
                    OTHERS,
                    item.entrySet().stream()
                            .filter(member -> !kept.contains(member.getKey()))
                            .map(member -> Answer.text(TextNode.valueOf(member.getKey())) + ":" + member.getValue())
                            .collect(Collectors.joining(",", "{", "}")));
        }
        return narrow;
    }

    private static boolean isObject(String value) {
        return value.startsWith("{");
    }

    private static void names(Columns columns, String prefix, List<String> names) {
        columns.nested().forEach((name, column) -> {
            if (column.nested().isEmpty()) {
                names.add(safe(prefix + name));
            } else {
                names(column, prefix + name + ".", names);
            }
        });
    }

    private static void cells(Columns columns, Map<String, String> item, List<String> cells) {
        columns.nested().forEach((name, column) -> {
            String value = item.getOrDefault(name, ABSENT);
            if (column.nested().isEmpty()) {
                cells.add(cell(value));
            } else {
                cells(column, isObject(value) ? PublishedJson.members(value) : Map.of(), cells);
            }
        });
    }

    private static String cell(String value) {
        if (value.equals(ABSENT)) {
            return "";
        }
        return value.startsWith("\"") ? safe(text(value)) : value;
    }

    private static String text(String json) {
        try {
            return DetailJson.MAPPER.readValue(json, String.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer is no JSON", e);
        }
    }

    /** A text that a spreadsheet would compute is made one that it shows. */
    private static String safe(String text) {
        return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    }

    private static void line(StringBuilder csv, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i);
            csv.append(i == 0 ? "" : ",");
            csv.append(TO_BE_QUOTED.matcher(cell).find() ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
        }
        csv.append(LINE_END);
    }
}
