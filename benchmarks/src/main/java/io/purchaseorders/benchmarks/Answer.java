package io.purchaseorders.benchmarks;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.projections.totals.Measure;
import io.purchaseorders.projections.totals.Measures;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The answers to the question of {@link Replay}: values by measure, for each key and day. Zeros are left out. */
public final class Answer {

    /** A peer's column, and the measure that it is of. */
    private record Column(String name, Measure measure) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("events", Measure.EVENTS),
            new Column("placed", Measure.ORDERS_PLACED),
            new Column("amended", Measure.ORDERS_AMENDED),
            new Column("confirmed", Measure.ORDERS_CONFIRMED),
            new Column("shipped", Measure.ORDERS_SHIPPED),
            new Column("delivered", Measure.ORDERS_DELIVERED),
            new Column("cancelled", Measure.ORDERS_CANCELLED),
            new Column("returned", Measure.ORDERS_RETURNED),
            new Column("units_ordered", Measure.UNITS_ORDERED),
            new Column("units_cancelled", Measure.UNITS_CANCELLED),
            new Column("units_returned", Measure.UNITS_RETURNED),
            new Column("gross", Measure.GROSS),
            new Column("cancelled_amount", Measure.CANCELLED),
            new Column("returned_amount", Measure.RETURNED));

    /** What DuckDB answers besides. */
    private static final List<Column> PARTS =
            List.of(new Column("shipping", Measure.SHIPPING), new Column("tax", Measure.TAX));

    private Answer() {}

    /** Measures of one currency as text, so that answers can be compared whole. */
    public static String text(Measures measures, String currency) {
        return COLUMNS.stream()
                .map(Column::measure)
                .map(measure -> measure.isPerCurrency() ? measures.get(measure, currency) : measures.get(measure))
                .map(Decimals::plain)
                .collect(Collectors.joining(" "));
    }

    /** What {@code ./orders totals --csv} wrote; net amounts, which follow from the others, are left out. */
    static Map<String, Map<String, String>> ofCsv(Path file) throws IOException {
        Map<String, Map<String, String>> rows = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            List<String> names = List.of(lines.readLine().split(",", -1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> values = List.of(line.split(",", -1));
                Map<String, String> row = new TreeMap<>();
                for (int i = 2; i < values.size(); i++) {
                    if (!values.get(i).isEmpty()
                            && !values.get(i).equals("0")
                            && !names.get(i).endsWith(".net")) {
                        row.put(names.get(i), values.get(i));
                    }
                }
                rows.put(values.get(0) + " " + values.get(1), row);
            }
        }
        return rows;
    }

    /** The peer's rows, which are by currency as well: counts and units of all currencies are put together. */
    static Map<String, Map<String, String>> duckDb(Connection connection) throws SQLException {
        Map<String, Map<String, BigDecimal>> rows = new HashMap<>();
        List<Column> columns = new ArrayList<>(COLUMNS);
        columns.addAll(PARTS);
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String select = "SELECT key, day::VARCHAR AS day, currency, " + names + " FROM answer";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select)) {
            while (result.next()) {
                Map<String, BigDecimal> row = rows.computeIfAbsent(
                        result.getString("key") + " " + result.getString("day"), key -> new TreeMap<>());
                for (Column column : columns) {
                    if (column.measure().format() != Measure.Format.HIDDEN) {
                        String name = column.measure().isPerCurrency()
                                ? column.measure().storedName(result.getString("currency"))
                                : column.measure().storedName();
                        row.merge(name, result.getBigDecimal(column.name()), BigDecimal::add);
                    }
                }
            }
        }
        Map<String, Map<String, String>> texts = new HashMap<>();
        rows.forEach((key, row) -> {
            row.values().removeIf(value -> value.signum() == 0);
            Map<String, String> text = new TreeMap<>();
            row.forEach((name, value) -> text.put(name, Decimals.plain(value)));
            texts.put(key, text);
        });
        return texts;
    }
}
