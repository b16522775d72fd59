package io.purchaseorders.cli.endtoend;

import java.util.List;

/**
 * One way to get an event wrong.
 *
 * @param fault what is wrong with it; also its source, by which it is found again
 * @param pointer where the rejection must say so, as a JSON pointer into the detail
 */
record InvalidEvent(String fault, String type, String detail, String pointer) {

    private static final String IDS = "\"eventId\":\"e-1\",\"orderId\":\"o-1\"";
    private static final String HEADER = IDS + ",\"occurredAt\":\"2026-06-01T10:00:00Z\"";
    private static final String LINE = "{\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"9.95\"}";
    private static final String LINES = "\"lines\":[" + LINE + "]";
    private static final String CUSTOMER = "\"customerId\":\"c-1\"";
    private static final String EUR = "\"currency\":\"EUR\"";

    /** The whole table. */
    static final List<InvalidEvent> ALL = List.of(
            // The type
            row("unknown type", "OrderEaten", "{" + HEADER + "}", ""),
            row("type in lower case", "orderplaced", placed(LINES), ""),
            row("type with a space", "OrderPlaced ", placed(LINES), ""),
            // The ids
            row(
                    "no eventId",
                    "OrderConfirmed",
                    "{\"orderId\":\"o\",\"occurredAt\":\"2026-06-01T10:00:00Z\"}",
                    "/eventId"),
            row(
                    "no orderId",
                    "OrderConfirmed",
                    "{\"eventId\":\"e\",\"occurredAt\":\"2026-06-01T10:00:00Z\"}",
                    "/orderId"),
            row("nothing at all", "OrderConfirmed", "{}", "/occurredAt"),
            row("empty eventId", "OrderConfirmed", header("\"\"", "\"o\""), "/eventId"),
            row("eventId null", "OrderConfirmed", header("null", "\"o\""), "/eventId"),
            row("eventId a number", "OrderConfirmed", header("7", "\"o\""), "/eventId"),
            row("eventId with a space", "OrderConfirmed", header("\"e 1\"", "\"o\""), "/eventId"),
            row("eventId with an umlaut", "OrderConfirmed", header("\"\u00e4\"", "\"o\""), "/eventId"),
            row("eventId with a line end", "OrderConfirmed", header("\"e\\n\"", "\"o\""), "/eventId"),
            row("eventId of 65", "OrderConfirmed", header("\"" + "e".repeat(65) + "\"", "\"o\""), "/eventId"),
            row("orderId of 65", "OrderConfirmed", header("\"e\"", "\"" + "o".repeat(65) + "\""), "/orderId"),
            row("orderId with a #", "OrderConfirmed", header("\"e\"", "\"o#1\""), "/orderId"),
            row("orderId with a slash", "OrderConfirmed", header("\"e\"", "\"o/1\""), "/orderId"),
            row("orderId an object", "OrderConfirmed", header("\"e\"", "{}"), "/orderId"),
            // The time
            row("no occurredAt", "OrderConfirmed", "{" + IDS + "}", "/occurredAt"),
            row("occurredAt without offset", "OrderConfirmed", at("\"2026-06-01T10:00:00\""), "/occurredAt"),
            row("occurredAt a date", "OrderConfirmed", at("\"2026-06-01\""), "/occurredAt"),
            row("occurredAt a number", "OrderConfirmed", at("1780308000"), "/occurredAt"),
            row("occurredAt of ten digits", "OrderConfirmed", at("\"2026-06-01T10:00:00.0123456789Z\""), "/occurredAt"),
            row("occurredAt no such day", "OrderConfirmed", at("\"2026-02-30T10:00:00Z\""), "/occurredAt"),
            row("occurredAt no such hour", "OrderConfirmed", at("\"2026-06-01T24:00:00Z\""), "/occurredAt"),
            row("occurredAt in 1999", "OrderConfirmed", at("\"1999-12-31T23:59:59.999999999Z\""), "/occurredAt"),
            row(
                    "occurredAt in 1999 by its offset",
                    "OrderConfirmed",
                    at("\"2000-01-01T00:59:59+01:00\""),
                    "/occurredAt"),
            row("occurredAt in 2200", "OrderConfirmed", at("\"2200-01-01T00:00:00Z\""), "/occurredAt"),
            // The version
            row("schemaVersion 0", "OrderConfirmed", with("\"schemaVersion\":0"), "/schemaVersion"),
            row("schemaVersion -1", "OrderConfirmed", with("\"schemaVersion\":-1"), "/schemaVersion"),
            row("schemaVersion 1.5", "OrderConfirmed", with("\"schemaVersion\":1.5"), "/schemaVersion"),
            row("schemaVersion 99", "OrderConfirmed", with("\"schemaVersion\":99"), "/schemaVersion"),
            row("schemaVersion a text", "OrderConfirmed", with("\"schemaVersion\":\"1\""), "/schemaVersion"),
            // The customer and the currency
            row("no customerId", "OrderPlaced", with(EUR + "," + LINES), "/customerId"),
            row("empty customerId", "OrderPlaced", customer("\"\""), "/customerId"),
            row("customerId of 65", "OrderPlaced", customer("\"" + "c".repeat(65) + "\""), "/customerId"),
            row("customerId with a #", "OrderPlaced", customer("\"c#1\""), "/customerId"),
            row("customerId with a control character", "OrderPlaced", customer("\"c\\u0007\""), "/customerId"),
            row("customerId a number", "OrderPlaced", customer("12"), "/customerId"),
            row("no currency", "OrderPlaced", with(CUSTOMER + "," + LINES), "/currency"),
            row("currency in lower case", "OrderPlaced", currency("\"eur\""), "/currency"),
            row("currency unknown", "OrderPlaced", currency("\"EUX\""), "/currency"),
            row("currency a symbol", "OrderPlaced", currency("\"\u20ac\""), "/currency"),
            row("currency null", "OrderPlaced", currency("null"), "/currency"),
            // The lines
            row("no lines", "OrderPlaced", with(CUSTOMER + "," + EUR), "/lines"),
            row("empty lines", "OrderPlaced", placed("\"lines\":[]"), "/lines"),
            row("lines an object", "OrderPlaced", placed("\"lines\":{}"), "/lines"),
            row("501 lines", "OrderPlaced", placed(manyLines(501)), "/lines"),
            row("a line a text", "OrderPlaced", placed("\"lines\":[\"A\"]"), "/lines/0"),
            row("a second line null", "OrderPlaced", placed("\"lines\":[" + LINE + ",null]"), "/lines/1"),
            row("a sku twice", "OrderPlaced", placed("\"lines\":[" + LINE + "," + LINE + "]"), "/lines/1/sku"),
            row("no sku", "OrderPlaced", line("\"quantity\":1,\"unitPrice\":1"), "/lines/0/sku"),
            row("sku with a #", "OrderPlaced", line("\"sku\":\"#\",\"quantity\":1,\"unitPrice\":1"), "/lines/0/sku"),
            row(
                    "sku of 65",
                    "OrderPlaced",
                    line("\"sku\":\"" + "s".repeat(65) + "\",\"quantity\":1,\"unitPrice\":1"),
                    "/lines/0/sku"),
            row("no quantity", "OrderPlaced", line("\"sku\":\"A\",\"unitPrice\":1"), "/lines/0/quantity"),
            row("quantity 0", "OrderPlaced", line("\"sku\":\"A\",\"quantity\":0,\"unitPrice\":1"), "/lines/0/quantity"),
            row(
                    "quantity negative",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":-1,\"unitPrice\":1"),
                    "/lines/0/quantity"),
            row(
                    "quantity a word",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":\"two\",\"unitPrice\":1"),
                    "/lines/0/quantity"),
            row(
                    "quantity a boolean",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":true,\"unitPrice\":1"),
                    "/lines/0/quantity"),
            row(
                    "quantity of 13 digits",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1000000000000,\"unitPrice\":1"),
                    "/lines/0/quantity"),
            row("no unitPrice", "OrderPlaced", line("\"sku\":\"A\",\"quantity\":1"), "/lines/0/unitPrice"),
            row(
                    "unitPrice negative",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"-0.01\""),
                    "/lines/0/unitPrice"),
            row(
                    "unitPrice of 7 fractional digits",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"1.1234567\""),
                    "/lines/0/unitPrice"),
            row(
                    "unitPrice with a comma",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"9,95\""),
                    "/lines/0/unitPrice"),
            row(
                    "unitPrice NaN",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":\"NaN\""),
                    "/lines/0/unitPrice"),
            row(
                    "unitPrice of a huge exponent",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":1e999999999"),
                    "/lines/0/unitPrice"),
            row(
                    "unitPrice in a list",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":[1]"),
                    "/lines/0/unitPrice"),
            row(
                    "discount negative",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":1,\"discount\":-1"),
                    "/lines/0/discount"),
            row(
                    "discount beyond the amount",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":1,\"unitPrice\":1,\"discount\":\"1.01\""),
                    "/lines/0/discount"),
            row(
                    "an amount of 10^15",
                    "OrderPlaced",
                    line("\"sku\":\"A\",\"quantity\":10000,\"unitPrice\":100000000000"),
                    "/lines/0"),
            row("shipping negative", "OrderPlaced", placed(LINES + ",\"shipping\":-1"), "/shipping"),
            row("tax empty", "OrderPlaced", placed(LINES + ",\"tax\":\"\""), "/tax"),
            // The other types
            row("amended without lines", "OrderAmended", "{" + HEADER + "}", "/lines"),
            row("amended with a negative tax", "OrderAmended", with(LINES + ",\"tax\":-1"), "/tax"),
            row("carrier a number", "OrderShipped", with("\"carrier\":7"), "/carrier"),
            row("reason a list", "OrderCancelled", with("\"reason\":[\"late\"]"), "/reason"),
            row("returned without lines", "OrderReturned", "{" + HEADER + "}", "/lines"),
            row("no refund", "OrderReturned", with("\"lines\":[{\"sku\":\"A\",\"quantity\":1}]"), "/lines/0/refund"),
            row(
                    "refund negative",
                    "OrderReturned",
                    with("\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"refund\":-1}]"),
                    "/lines/0/refund"),
            row(
                    "returned 0 units",
                    "OrderReturned",
                    with("\"lines\":[{\"sku\":\"A\",\"quantity\":0,\"refund\":1}]"),
                    "/lines/0/quantity"),
            // The JSON
            row("a member twice", "OrderConfirmed", "{" + HEADER + ",\"eventId\":\"e-2\"}", ""));

    SampleEvent event() {
        return new SampleEvent(fault, type, detail);
    }

    private static InvalidEvent row(String fault, String type, String detail, String pointer) {
        return new InvalidEvent(fault, type, detail, pointer);
    }

    private static String header(String eventId, String orderId) {
        return "{\"eventId\":" + eventId + ",\"orderId\":" + orderId + ",\"occurredAt\":\"2026-06-01T10:00:00Z\"}";
    }

    private static String at(String occurredAt) {
        return "{" + IDS + ",\"occurredAt\":" + occurredAt + "}";
    }

    private static String with(String members) {
        return "{" + HEADER + "," + members + "}";
    }

    private static String placed(String content) {
        return with(CUSTOMER + "," + EUR + "," + content);
    }

    private static String customer(String customerId) {
        return with("\"customerId\":" + customerId + "," + EUR + "," + LINES);
    }

    private static String currency(String currency) {
        return with(CUSTOMER + ",\"currency\":" + currency + "," + LINES);
    }

    private static String line(String members) {
        return placed("\"lines\":[{" + members + "}]");
    }

    private static String manyLines(int count) {
        StringBuilder lines = new StringBuilder("\"lines\":[");
        for (int i = 0; i < count; i++) {
            lines.append(i == 0 ? "" : ",").append(LINE.replace("\"A\"", "\"A-" + i + "\""));
        }
        return lines.append("]").toString();
    }
}
