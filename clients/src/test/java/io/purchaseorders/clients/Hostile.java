package io.purchaseorders.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values that no honest caller sends. */
final class Hostile {

    /** Longer than the gateway takes, on purpose: its limit on a request line with all headers is 10,240 bytes. */
    private static final int BEYOND_THE_GATEWAY = 20_000;

    /**
     * One value.
     *
     * @param raw as it stands in the request line
     * @param text what it means; empty where it is no percent-encoding of UTF-8 text without control characters
     */
    record Value(String raw, Optional<String> text) {

        static Value of(String text) {
            return new Value(RunningApi.encoded(text), Optional.of(text));
        }

        static Value malformed(String raw) {
            return new Value(raw, Optional.empty());
        }

        boolean isTooLongForTheGateway() {
            return raw.length() >= BEYOND_THE_GATEWAY;
        }

        @Override
        public String toString() {
            return raw.length() > 80 ? raw.substring(0, 80) + "... (" + raw.length() + ")" : raw;
        }
    }

    private static final List<String> TEXTS = List.of(
            " ",
            "  ",
            ".",
            "-",
            "_",
            "*",
            "null",
            "undefined",
            "true",
            "NaN",
            "Infinity",
            "[]",
            "{}",
            "0",
            "-0",
            "-1",
            "1.5",
            "1e3",
            "0x10",
            "١٠",
            "+1",
            " 1",
            "1 ",
            "01",
            "1001",
            "2147483648",
            "9999999999999999999999",
            "1,000",
            "2026",
            "2026-13",
            "2026-02-30",
            "2026-W54",
            "2026-11-23",
            "2026-11-23T24",
            "2026-11-23T10:15:30",
            "HOUR",
            "hour",
            "2026-11-23T10:15:30+25:00",
            "9999-12-31T23:59:59-01:00",
            "0000-01-01T00:00:00+01:00",
            "2026-11-23T10:15:60Z",
            "2016-12-31T23:59:60Z",
            "0000-00-00T00:00:00Z",
            "9999-12-31T23:59:59Z",
            "+999999999-12-31T23:59:59Z",
            "-0001-01-01T00:00:00Z",
            "2026-11-23T10:15:30.0000000001Z",
            "2026-11-23T10:15:30 01:00",
            "yesterday",
            "' OR '1'='1",
            "'; DROP TABLE orders; --",
            "\" || \"\"==\"",
            "$where",
            "{\"$gt\":\"\"}",
            "attribute_exists(orderId)",
            "#k = :v",
            ":orderId",
            "ORDER#PO-1",
            "SHARD#1",
            "ALL#",
            "ALL ",
            "all",
            "CUSTOMER#",
            "PRODUCT#a#b",
            "CUSTOMER#ALL",
            "QUARANTINE#1",
            "<script>alert(1)</script>",
            "${jndi:ldap://x/a}",
            "{{7*7}}",
            "%00",
            "%",
            "../../etc/passwd",
            "..\\..\\windows",
            "/",
            "//",
            "a/b",
            "a\\b",
            "?",
            "#",
            "&",
            "=",
            "a=b&c=d",
            ";",
            "a;b",
            "@",
            "*/*",
            "W/\"x\"",
            "\"",
            "\"\"",
            "𝔘𝔫𝔦𝔠𝔬𝔡𝔢",
            "é",
            "e\u0301",
            "\u202egnp.exe",
            "\u200b",
            "\ufeff",
            "🛒",
            "İ",
            "ß",
            "\ufffd",
            "\uffff",
            "🛒".repeat(33),
            "é".repeat(64),
            "a".repeat(64),
            "a".repeat(65),
            "a".repeat(1000),
            "9".repeat(400),
            "a".repeat(4096),
            "a".repeat(4097));

    private static final List<String> MALFORMED = List.of(
            "%",
            "%%",
            "%0",
            "%zz",
            "%u0041",
            "%C0%AF",
            "%c0%ae%c0%ae%c0%af",
            "%E2%82",
            "%ED%A0%80",
            "%F4%90%80%80",
            "%FF%FE",
            "%80",
            "a%00b",
            "%00",
            "%0d%0aX-Injected:%20yes",
            "%0A",
            "%09",
            "%7f",
            "%C2%85",
            "%1b[31m",
            "a%");

    private Hostile() {}

    static List<Value> values() {
        List<Value> values = new ArrayList<>();
        TEXTS.forEach(text -> values.add(Value.of(text)));
        MALFORMED.forEach(raw -> values.add(Value.malformed(raw)));
        values.add(Value.of("a".repeat(BEYOND_THE_GATEWAY)));
        return values;
    }

    /** As a header's value: raw bytes, no encoding, no line end. */
    static List<String> headerValues() {
        return TEXTS.stream()
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                .toList();
    }
}
