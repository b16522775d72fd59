package io.purchaseorders.benchmarks;

import io.purchaseorders.events.Decimals;
import io.purchaseorders.replay.export.DayRow;
import io.purchaseorders.replay.export.DayTotals;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The answer to the question of {@link Replay} as text, so that answers can be compared whole. */
public final class Answer {

    private static final List<String> COLUMNS = List.of(
            "events",
            "placed",
            "amended",
            "confirmed",
            "shipped",
            "delivered",
            "cancelled",
            "returned",
            "units_ordered",
            "units_cancelled",
            "units_returned",
            "gross",
            "cancelled_amount",
            "returned_amount");

    private Answer() {}

    /** The values by key, day and currency, as they are named here. */
    public static Map<String, String> ours(DayTotals totals) {
        Map<String, String> rows = new HashMap<>();
        totals.forEach(row -> rows.put(row.key() + " " + row.day() + " " + row.currency(), values(row)));
        return rows;
    }

    private static String values(DayRow row) {
        return COLUMNS.stream()
                .map(column -> row.measures().getOrDefault(nameOf(column, row.currency()), BigDecimal.ZERO))
                .map(Decimals::plain)
                .collect(Collectors.joining(" "));
    }

    private static String nameOf(String column, String currency) {
        return switch (column) {
            case "events" -> column;
            case "gross" -> "amounts." + currency + ".gross";
            case "cancelled_amount" -> "amounts." + currency + ".cancelled";
            case "returned_amount" -> "amounts." + currency + ".returned";
            default -> column.startsWith("units_") ? column.replace('_', '.') : "orders." + column;
        };
    }

    static Map<String, String> duckDb(Connection connection) throws SQLException {
        Map<String, String> rows = new HashMap<>();
        String select = "SELECT key, day::VARCHAR, currency, " + String.join(", ", COLUMNS) + " FROM answer";
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select)) {
            while (result.next()) {
                StringBuilder values = new StringBuilder();
                for (int i = 4; i < 4 + COLUMNS.size(); i++) {
                    values.append(i == 4 ? "" : " ").append(Decimals.plain(result.getBigDecimal(i)));
                }
                rows.put(
                        result.getString(1) + " " + result.getString(2) + " " + result.getString(3), values.toString());
            }
        }
        return rows;
    }
}
