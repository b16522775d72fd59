package io.purchaseorders.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The same answer by an analytics engine: DuckDB from its JDBC jar. It may take for granted what the reference load is:
 * every history is legal, an order is amended once at most and returned once at most. So no event needs the state that
 * those before it left, except that an amendment and a cancelling look at the content before them.
 */
final class DuckDb {

    /** Only the attributes and members that count are read, and each file once. */
    private static final String READ = """
            CREATE OR REPLACE TEMP TABLE events AS
            SELECT order_id, day, stamp, type, d.customerId AS customer, d.currency AS currency, d.lines AS lines,
                   coalesce(d.shipping, 0) AS shipping, coalesce(d.tax, 0) AS tax
            FROM (SELECT Item.orderId.S AS order_id, substr(Item.timestamp.S, 1, 10)::DATE AS day,
                         Item.timestamp.S AS stamp, Item.type.S AS type,
                         from_json(Item.detail.S, '{"customerId":"VARCHAR","currency":"VARCHAR",
                             "shipping":"DECIMAL(18,6)","tax":"DECIMAL(18,6)",
                             "lines":[{"sku":"VARCHAR","quantity":"DECIMAL(18,6)","unitPrice":"DECIMAL(18,6)",
                                       "discount":"DECIMAL(18,6)","refund":"DECIMAL(18,6)"}]}') AS d
                  FROM read_json('{files}', format = 'newline_delimited', compression = 'gzip', columns = {Item:
                      'STRUCT(orderId STRUCT(S VARCHAR), "timestamp" STRUCT(S VARCHAR), type STRUCT(S VARCHAR),
                              detail STRUCT(S VARCHAR))'}))
            """;

    /** What was placed, and what amendments made of it, line by line. */
    private static final String LINES = """
            CREATE OR REPLACE TEMP TABLE lines AS
            SELECT order_id, day, stamp, type, shipping, tax, l.sku AS sku, l.quantity AS units,
                   (l.quantity * l.unitPrice - coalesce(l.discount, 0))::DECIMAL(24,6) AS amount
            FROM (SELECT order_id, day, stamp, type, shipping, tax, unnest(lines) AS l FROM events
                  WHERE type IN ('OrderPlaced', 'OrderAmended'))
            """;

    private static final String CONTENTS = """
            CREATE OR REPLACE TEMP TABLE contents AS
            SELECT *, lag(units) OVER w AS old_units, lag(amount) OVER w AS old_amount,
                   lag(shipping) OVER w AS old_shipping, lag(tax) OVER w AS old_tax,
                   lead(stamp) OVER w IS NULL AS is_last
            FROM (SELECT order_id, stamp, any_value(type) AS type, any_value(day) AS day, sum(units) AS units,
                         any_value(shipping) AS shipping, any_value(tax) AS tax,
                         sum(amount) + any_value(shipping) + any_value(tax) AS amount
                  FROM lines GROUP BY order_id, stamp)
            WINDOW w AS (PARTITION BY order_id ORDER BY stamp)
            """;

    private static final String ORDERS = """
            CREATE OR REPLACE TEMP TABLE orders AS
            SELECT order_id, customer, currency FROM events WHERE type = 'OrderPlaced'
            """;

    private static final String SUMS = """
            count(*) AS events,
            count(*) FILTER (type = 'OrderPlaced') AS placed, count(*) FILTER (type = 'OrderAmended') AS amended,
            count(*) FILTER (type = 'OrderConfirmed') AS confirmed, count(*) FILTER (type = 'OrderShipped') AS shipped,
            count(*) FILTER (type = 'OrderDelivered') AS delivered, count(*) FILTER (type = 'OrderCancelled') AS cancelled,
            count(*) FILTER (type = 'OrderReturned') AS returned,
            coalesce(sum(units) FILTER (type IN ('OrderPlaced', 'OrderAmended')), 0) AS units_ordered,
            coalesce(sum(units) FILTER (type = 'OrderCancelled'), 0) AS units_cancelled,
            coalesce(sum(units) FILTER (type = 'OrderReturned'), 0) AS units_returned,
            coalesce(sum(amount) FILTER (type IN ('OrderPlaced', 'OrderAmended')), 0) AS gross,
            coalesce(sum(amount) FILTER (type = 'OrderCancelled'), 0) AS cancelled_amount,
            coalesce(sum(amount) FILTER (type = 'OrderReturned'), 0) AS returned_amount,
            coalesce(sum(shipping), 0) AS shipping, coalesce(sum(tax), 0) AS tax
            """;

    private static final String ANSWER = """
            CREATE OR REPLACE TEMP TABLE answer AS
            WITH facts AS (
                SELECT order_id, day, type, units - coalesce(old_units, 0) AS units,
                       amount - coalesce(old_amount, 0) AS amount,
                       shipping - coalesce(old_shipping, 0) AS shipping, tax - coalesce(old_tax, 0) AS tax FROM contents
                UNION ALL
                SELECT e.order_id, e.day, e.type, c.units, c.amount, NULL, NULL
                FROM events e JOIN contents c ON e.order_id = c.order_id AND c.is_last WHERE e.type = 'OrderCancelled'
                UNION ALL
                SELECT order_id, day, type, list_sum(list_transform(lines, l -> l.quantity)),
                       list_sum(list_transform(lines, l -> l.refund)), NULL, NULL FROM events
                WHERE type = 'OrderReturned'
                UNION ALL
                SELECT order_id, day, type, NULL, NULL, NULL, NULL FROM events
                WHERE type IN ('OrderConfirmed', 'OrderShipped', 'OrderDelivered')),
            product_facts AS (
                SELECT order_id, sku, day, type, units, amount FROM lines WHERE type = 'OrderPlaced'
                UNION ALL
                SELECT order_id, sku, max(day) FILTER (type = 'OrderAmended' OR sign < 0), 'OrderAmended',
                       sum(sign * units), sum(sign * amount)
                FROM (SELECT l.order_id, l.sku, a.day, l.type, l.units, l.amount,
                             CASE l.type WHEN 'OrderAmended' THEN 1 ELSE -1 END AS sign
                      FROM lines l JOIN (SELECT order_id, day FROM events WHERE type = 'OrderAmended') a USING (order_id))
                GROUP BY order_id, sku HAVING sum(sign * units) <> 0 OR sum(sign * amount) <> 0
                UNION ALL
                SELECT e.order_id, l.sku, e.day, e.type, l.units, l.amount
                FROM events e JOIN contents c ON e.order_id = c.order_id AND c.is_last
                     JOIN lines l ON l.order_id = c.order_id AND l.stamp = c.stamp
                WHERE e.type = 'OrderCancelled'
                UNION ALL
                SELECT order_id, l.sku, day, type, l.quantity, l.refund
                FROM (SELECT order_id, day, type, unnest(lines) AS l FROM events WHERE type = 'OrderReturned'))
            SELECT CASE WHEN grouping(customer) = 1 THEN 'ALL' ELSE 'CUSTOMER#' || customer END AS key, day, currency, {orderSums}
            FROM facts JOIN orders USING (order_id) GROUP BY GROUPING SETS ((day, currency), (customer, day, currency))
            UNION ALL
            SELECT 'PRODUCT#' || sku AS key, day, currency, {productSums}
            FROM product_facts JOIN orders USING (order_id) GROUP BY sku, day, currency
            """;

    private DuckDb() {}

    static Connection connect(int threads) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("threads", Integer.toString(threads));
        return DriverManager.getConnection("jdbc:duckdb:", settings);
    }

    /** Makes the table {@code answer} and says how many rows it has. */
    static long answer(Connection connection, String files) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(READ.replace("{files}", files));
            statement.execute(LINES);
            statement.execute(CONTENTS);
            statement.execute(ORDERS);
            statement.execute(ANSWER.replace("{orderSums}", SUMS).replace("{productSums}", productSums()));
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM answer")) {
                count.next();
                return count.getLong(1);
            }
        }
    }

    /** Writes the table {@code answer} as comma-separated values. */
    static void write(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("COPY answer TO '" + file.toAbsolutePath() + "' (HEADER, DELIMITER ',')");
        }
    }

    /** By product orders are not counted, and there is no shipping and no tax. */
    private static String productSums() {
        return SUMS.replaceAll(
                "(count\\(\\*\\) FILTER \\([^)]*\\)|coalesce\\(sum\\((shipping|tax)\\), 0\\)) AS", "0 AS");
    }

    static String version(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion();
    }
}
