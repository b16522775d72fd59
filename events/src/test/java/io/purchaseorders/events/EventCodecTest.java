package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vavr.control.Either;
import java.time.Instant;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String HEADER =
            "\"eventId\":\"e1\",\"orderId\":\"o1\",\"occurredAt\":\"2026-11-23T10:00:00Z\"";
    private static final String LINE = "{\"sku\":\"a\",\"quantity\":2,\"unitPrice\":\"3.50\"}";

    private static String placed(String lines) {
        return "{" + HEADER + ",\"customerId\":\"c\",\"currency\":\"EUR\",\"lines\":" + lines + "}";
    }

    private static List<String> pointers(String type, String detail) {
        return EventCodec.decode(type, detail, NOW)
                .fold(faults -> faults.stream().map(Fault::pointer).toList(), event -> List.of());
    }

    @Test
    void reads_back_what_publishers_send() {
        Seeds.each(seed -> new RandomHistories(seed)
                .history("order", 6)
                .forEach(event -> assertThat(EventCodec.decode(event.type().wireName(), Samples.detail(event), NOW))
                        .isEqualTo(Either.right(event))));
    }

    @Test
    void reports_every_fault_at_once() {
        String detail = "{\"eventId\":\"\",\"occurredAt\":\"yesterday\",\"schemaVersion\":0,\"customerId\":\"a#b\","
                + "\"currency\":\"eur\",\"shipping\":-1,\"tax\":true,"
                + "\"lines\":[7,{\"quantity\":0,\"unitPrice\":\"1.1234567\"},{\"sku\":\"s\",\"quantity\":1,\"unitPrice\":1,\"discount\":2}]}";
        assertThat(pointers("OrderPlaced", detail))
                .containsExactlyInAnyOrder(
                        "/eventId",
                        "/orderId",
                        "/occurredAt",
                        "/schemaVersion",
                        "/customerId",
                        "/currency",
                        "/shipping",
                        "/tax",
                        "/lines/0",
                        "/lines/1/sku",
                        "/lines/1/quantity",
                        "/lines/1/unitPrice",
                        "/lines/2/discount");
    }

    @Test
    void a_currency_is_one_that_the_platform_knows() {
        Set<String> known = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toSet());
        Set<String> accepted = new HashSet<>();
        for (char first = 'A'; first <= 'Z'; first++) {
            for (char second = 'A'; second <= 'Z'; second++) {
                for (char third = 'A'; third <= 'Z'; third++) {
                    String code = "" + first + second + third;
                    if (pointers("OrderPlaced", placed("[" + LINE + "]").replace("EUR", code))
                            .isEmpty()) {
                        accepted.add(code);
                    }
                }
            }
        }
        assertThat(accepted).isEqualTo(known);
    }

    @Test
    void an_unknown_type_is_reported_beside_the_faults_of_its_header() {
        assertThat(pointers("OrderLost", "{}")).containsExactlyInAnyOrder("", "/eventId", "/orderId", "/occurredAt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{} {}", "{\"a\":1,\"a\":1}", "{\"a\":1e99999999999}", "{\"a\":01}"})
    void a_detail_that_is_no_json_object_has_one_fault(String detail) {
        assertThat(pointers("OrderConfirmed", detail)).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-23T10:00:00",
                "2026-11-23",
                "2026-11-23T10:00:00.1234567890Z",
                "2026-13-01T00:00:00Z",
                "2026-02-29T00:00:00Z",
                "2026-11-23T24:00:00Z",
                "2026-11-23T10:00:60Z",
                "2026-11-23 10:00:00Z",
                "2026-11-23T10:00:00+24:00",
                "2026-11-23T10:00:00+0100",
                "1999-12-31T23:59:59.999999999Z",
                "2026-11-24T12:00:00.000000001Z",
                "2026-11-23T10:00Z",
                "+2026-11-23T10:00:00Z",
                "2026-11-23T10:00:00.Z"
            })
    void refuses_times_that_are_none_or_out_of_range(String occurredAt) {
        String detail = "{\"eventId\":\"e\",\"orderId\":\"o\",\"occurredAt\":\"" + occurredAt + "\"}";
        assertThat(pointers("OrderConfirmed", detail)).containsExactly("/occurredAt");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23t10:00:00z,                2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.123456789+01:30, 2026-11-23T08:30:00.123456789Z",
        "2026-11-23T10:00:00-23:59,           2026-11-24T09:59:00Z",
        "2026-11-24T12:00:00Z,                2026-11-24T12:00:00Z",
        "2000-01-01T00:00:00-00:00,           2000-01-01T00:00:00Z",
    })
    void reads_times_exactly(String occurredAt, Instant instant) {
        String detail = "{\"eventId\":\"e\",\"orderId\":\"o\",\"occurredAt\":\"" + occurredAt + "\"}";
        assertThat(EventCodec.decode("OrderDelivered", detail, NOW).map(OrderEvent::occurredAt))
                .isEqualTo(Either.right(instant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1e3\"", "1E3", "1000", "\"1000.000000\"", "1.0e3", "\"10000e-1\""})
    void reads_every_way_to_write_a_decimal(String quantity) {
        Either<List<Fault>, OrderEvent> read = EventCodec.decode(
                "OrderPlaced", placed("[{\"sku\":\"a\",\"quantity\":" + quantity + ",\"unitPrice\":0.000001}]"), NOW);
        assertThat(read.map(event ->
                        ((OrderEvent.OrderPlaced) event).content().total().toPlainString()))
                .isEqualTo(Either.right("0.001000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1,5\"", "\"+1\"", "\" 1\"", "\"01\"", "\"\"", "\"NaN\"", "\"0x1\"", "1000000000000", "1e12",
                        "\"1e999999999999\"",
                "1e-7", "\"0.0000001\"", "null", "true", "[]", "-1", "0", "\"1.\"", "\".5\"", "\"١\""
            })
    void refuses_what_is_no_quantity(String quantity) {
        assertThat(pointers("OrderPlaced", placed("[{\"sku\":\"a\",\"quantity\":" + quantity + ",\"unitPrice\":1}]")))
                .containsExactly("/lines/0/quantity");
    }

    @Test
    void bounds_the_lines_and_their_amounts() {
        assertThat(pointers("OrderPlaced", placed("[]"))).containsExactly("/lines");
        assertThat(pointers("OrderPlaced", placed("{}"))).containsExactly("/lines");
        assertThat(pointers("OrderPlaced", placed("[" + (LINE + ",").repeat(500) + LINE + "]")))
                .containsExactly("/lines");
        assertThat(pointers("OrderPlaced", placed("[" + LINE + "," + LINE + "]")))
                .containsExactly("/lines/1/sku");
        assertThat(pointers("OrderPlaced", placed("[{\"sku\":\"a\",\"quantity\":1000,\"unitPrice\":999999999999}]")))
                .isEmpty();
        assertThat(pointers("OrderPlaced", placed("[{\"sku\":\"a\",\"quantity\":1000000,\"unitPrice\":1000000000}]")))
                .containsExactly("/lines/0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a#b\"", "\"\"", "\"a\\u0000\"", "\"a\\u0085\"", "\"\\ud800\"", "7", "null"})
    void refuses_names_that_cannot_be_part_of_a_key(String sku) {
        assertThat(pointers("OrderPlaced", placed("[{\"sku\":" + sku + ",\"quantity\":1,\"unitPrice\":1}]")))
                .containsExactly("/lines/0/sku");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "1.5", "\"1\"", "1e400", "100e2147483647"})
    void refuses_unknown_schema_versions(String version) {
        assertThat(pointers("OrderConfirmed", "{" + HEADER + ",\"schemaVersion\":" + version + "}"))
                .containsExactly("/schemaVersion");
    }

    @Test
    void a_stored_event_is_read_whatever_the_clock_says() {
        String detail = "{\"eventId\":\"e\",\"orderId\":\"o\",\"occurredAt\":\"9999-01-01T00:00:00Z\"}";
        assertThat(EventCodec.stored("OrderConfirmed", detail).occurredAt()).isEqualTo("9999-01-01T00:00:00Z");
    }

    @Test
    void an_optional_member_that_is_null_counts_as_absent() {
        String line = "{\"sku\":\"a\",\"quantity\":2,\"unitPrice\":\"3.50\",\"discount\":null}";
        String absent = placed("[" + LINE + "]");
        String nulls =
                placed("[" + line + "]").replace("}]}", "}],\"shipping\":null,\"tax\":null,\"schemaVersion\":null}");
        assertThat(EventCodec.decode("OrderPlaced", nulls, NOW))
                .isEqualTo(EventCodec.decode("OrderPlaced", absent, NOW));
        assertThat(EventCodec.decode("OrderShipped", "{" + HEADER + ",\"carrier\":null,\"trackingNumber\":null}", NOW))
                .isEqualTo(EventCodec.decode("OrderShipped", "{" + HEADER + "}", NOW));
    }

    @Test
    void unknown_members_are_ignored_whatever_they_hold_but_no_object_has_a_member_twice() {
        String rest = ",\"more\":{\"eventId\":[1,{\"a\":[[],{}]},null,true,\"x\"],\"n\":1e-400},\"lines\":{}}";
        assertThat(pointers("OrderConfirmed", "{" + HEADER + rest)).isEmpty();
        assertThat(pointers("OrderConfirmed", "{" + HEADER + ",\"more\":[{\"b\":{\"a\":1,\"a\":1}}]}"))
                .containsExactly("");
        String many =
                IntStream.range(0, 100).mapToObj(i -> ",\"m" + i + "\":" + i).collect(Collectors.joining());
        assertThat(pointers("OrderConfirmed", "{" + HEADER + many + "}")).isEmpty();
        assertThat(pointers("OrderConfirmed", "{" + HEADER + many + ",\"m99\":1}"))
                .containsExactly("");
        assertThat(pointers("OrderConfirmed", "{" + HEADER + many + ",\"eventId\":1}"))
                .containsExactly("");
    }

    /** What is accepted must be readable as a tree, by whoever shows or digests it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1}",
                "",
                "   ",
                "null",
                "[]",
                "{",
                "[1,]",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{}x",
                "nul",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{'a':1}",
                "{\"a\":[1 2]}",
                "]",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\\q\"}",
                "{\"a\":1e99999999999}",
                "{\"a\":1e999}",
                "{\"a\":-0.0}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":1.}",
                "{\"a\":123456789012345678901234567890.123456789012345678901234567890}"
            })
    void the_codec_reads_as_json_what_the_mapper_reads(String detail) {
        assertThat(pointers("OrderConfirmed", detail).equals(List.of("")))
                .isEqualTo(DetailJson.parseObject(detail).isLeft());
    }

    @Test
    void an_older_version_is_upcast_step_by_step_and_a_newer_one_is_unknown() {
        Upcasters upcasters = new Upcasters(Map.of(
                EventType.ORDER_SHIPPED,
                List.of(
                        first -> first.<ObjectNode>set("carrier", first.remove("shipper")),
                        second -> second.put(
                                "trackingNumber", second.path("carrier").asText() + "-1"))));
        assertThat(upcasters.newestVersion(EventType.ORDER_SHIPPED)).isEqualTo(3);
        assertThat(upcasters.newestVersion(EventType.ORDER_PLACED)).isEqualTo(1);
        OrderEvent newest =
                EventCodec.stored("OrderShipped", "{" + HEADER + ",\"carrier\":\"dhl\",\"trackingNumber\":\"dhl-1\"}");
        for (String older : List.of(
                "{" + HEADER + ",\"shipper\":\"dhl\"}",
                "{" + HEADER + ",\"shipper\":\"dhl\",\"schemaVersion\":1}",
                "{" + HEADER + ",\"carrier\":\"dhl\",\"schemaVersion\":2}",
                "{" + HEADER + ",\"carrier\":\"dhl\",\"trackingNumber\":\"dhl-1\",\"schemaVersion\":3}")) {
            assertThat(EventCodec.decode("OrderShipped", older, NOW, upcasters)).isEqualTo(Either.right(newest));
        }
        assertThat(EventCodec.decode("OrderShipped", "{" + HEADER + ",\"schemaVersion\":4}", NOW, upcasters)
                        .getLeft())
                .containsExactly(new Fault("/schemaVersion", "is unknown; the newest known is 3"));
        assertThat(EventCodec.decode("OrderShipped", "{" + HEADER + ",\"shipper\":7}", NOW, upcasters)
                        .getLeft())
                .extracting(Fault::pointer)
                .containsExactly("/carrier");
    }
}
