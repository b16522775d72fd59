package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Each row takes the golden sample of its type and puts the value at the pointer; "absent" takes the member away. */
class SchemaTest {

    static final List<String> TYPES = PublishedFiles.TYPES;

    @Test
    void every_type_has_a_schema_and_every_schema_a_type() throws IOException {
        try (Stream<Path> files = Files.list(PublishedFiles.RESOURCES.resolve("schemas"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("add the schema and the golden sample of a type together with its constant in EventType")
                    .containsExactlyInAnyOrderElementsOf(
                            TYPES.stream().map(type -> type + ".v1.json").toList());
        }
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void schema_and_codec_accept_the_golden_sample(String type) {
        assertThat(PublishedFiles.faults(type, PublishedFiles.golden(type).get("Detail")))
                .isEmpty();
        assertThat(codecFaults(type, PublishedFiles.golden(type).get("Detail"))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_schema_names_its_type_and_refuses_what_is_no_object(String type) {
        assertThat(PublishedFiles.schema(type).get("title").asText())
                .as("what generators name the model by")
                .isEqualTo(type);
        assertThat(Stream.of("[]", "null", "1", "\"{}\"", "{}"))
                .noneMatch(text ->
                        PublishedFiles.faults(type, PublishedFiles.parse(text)).isEmpty());
    }

    @Test
    void schemas_share_their_definitions_word_by_word() {
        Map<String, JsonNode> known = new HashMap<>();
        for (String type : TYPES) {
            PublishedFiles.schema(type)
                    .get("$defs")
                    .properties()
                    .forEach(definition -> assertThat(
                                    known.merge(definition.getKey(), definition.getValue(), (first, same) -> first))
                            .as("$defs/%s of %s is not that of the other schemas", definition.getKey(), type)
                            .isEqualTo(definition.getValue()));
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            OrderPlaced    | /eventId             | absent
            OrderPlaced    | /eventId             | ""
            OrderPlaced    | /eventId             | "a b"
            OrderPlaced    | /eventId             | "a#b"
            OrderPlaced    | /eventId             | "a\\n"
            OrderPlaced    | /eventId             | "é"
            OrderPlaced    | /eventId             | 7
            OrderPlaced    | /eventId             | null
            OrderPlaced    | /eventId             | "12345678901234567890123456789012345678901234567890123456789012345"
            OrderConfirmed | /orderId             | absent
            OrderDelivered | /orderId             | "a/b"
            OrderConfirmed | /occurredAt          | absent
            OrderConfirmed | /occurredAt          | 1774746000
            OrderConfirmed | /occurredAt          | "2026-03-29"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00"
            OrderConfirmed | /occurredAt          | "2026-03-29 01:00:00Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00.Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00.1234567890Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:60Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T24:00:00Z"
            OrderConfirmed | /occurredAt          | "2026-13-29T01:00:00Z"
            OrderConfirmed | /occurredAt          | "2026-02-30T01:00:00Z"
            OrderConfirmed | /occurredAt          | "2026-02-29T01:00:00Z"
            OrderConfirmed | /occurredAt          | "2100-02-29T01:00:00Z"
            OrderConfirmed | /occurredAt          | "1999-12-30T01:00:00Z"
            OrderConfirmed | /occurredAt          | "0000-01-01T00:00:00Z"
            OrderConfirmed | /occurredAt          | "2026-04-31T01:00:00Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00+0100"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00+24:00"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00 Z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00Z\\n"
            OrderConfirmed | /schemaVersion       | 0
            OrderConfirmed | /schemaVersion       | 2
            OrderConfirmed | /schemaVersion       | "1"
            OrderConfirmed | /schemaVersion       | 1.5
            OrderPlaced    | /customerId          | absent
            OrderPlaced    | /customerId          | null
            OrderPlaced    | /currency            | null
            OrderPlaced    | /customerId          | ""
            OrderPlaced    | /customerId          | "a#b"
            OrderPlaced    | /customerId          | "a\\u0000b"
            OrderPlaced    | /customerId          | "a\\u007f"
            OrderPlaced    | /customerId          | "a\\u0085b"
            OrderPlaced    | /customerId          | "a\\n"
            OrderPlaced    | /customerId          | "12345678901234567890123456789012345678901234567890123456789012345"
            OrderPlaced    | /currency            | absent
            OrderPlaced    | /currency            | "eur"
            OrderPlaced    | /currency            | "EURO"
            OrderPlaced    | /currency            | "QQQ"
            OrderPlaced    | /currency            | ""
            OrderPlaced    | /currency            | "EUR\\n"
            OrderPlaced    | /lines               | absent
            OrderPlaced    | /lines               | []
            OrderPlaced    | /lines               | {}
            OrderPlaced    | /lines               | null
            OrderPlaced    | /lines/0             | "TEA"
            OrderPlaced    | /lines/0/sku         | absent
            OrderPlaced    | /lines/0/sku         | "a\\tb"
            OrderPlaced    | /lines/0/sku         | 85123
            OrderPlaced    | /lines/0/quantity    | absent
            OrderPlaced    | /lines/0/quantity    | 0
            OrderPlaced    | /lines/0/quantity    | -1
            OrderPlaced    | /lines/0/quantity    | "0"
            OrderPlaced    | /lines/0/quantity    | "0.000"
            OrderPlaced    | /lines/0/quantity    | "0e5"
            OrderPlaced    | /lines/0/quantity    | "0.0E+1"
            OrderPlaced    | /lines/0/quantity    | "-1"
            OrderPlaced    | /lines/0/quantity    | true
            OrderPlaced    | /lines/0/unitPrice   | absent
            OrderPlaced    | /lines/0/unitPrice   | null
            OrderPlaced    | /lines/0/unitPrice   | ""
            OrderPlaced    | /lines/0/unitPrice   | "-0.01"
            OrderPlaced    | /lines/0/unitPrice   | -0.01
            OrderPlaced    | /lines/0/unitPrice   | "+1"
            OrderPlaced    | /lines/0/unitPrice   | "01"
            OrderPlaced    | /lines/0/unitPrice   | ".5"
            OrderPlaced    | /lines/0/unitPrice   | "5."
            OrderPlaced    | /lines/0/unitPrice   | "1,50"
            OrderPlaced    | /lines/0/unitPrice   | " 1"
            OrderPlaced    | /lines/0/unitPrice   | "1\\n"
            OrderPlaced    | /lines/0/unitPrice   | "NaN"
            OrderPlaced    | /lines/0/unitPrice   | "0x1F"
            OrderPlaced    | /lines/0/unitPrice   | "1234567890123"
            OrderPlaced    | /lines/0/unitPrice   | 1234567890123
            OrderPlaced    | /lines/0/unitPrice   | "0.1234567"
            OrderPlaced    | /lines/0/discount    | -1
            OrderPlaced    | /shipping            | "-1"
            OrderPlaced    | /tax                 | [1]
            OrderAmended   | /lines               | absent
            OrderAmended   | /lines/1/unitPrice   | "x"
            OrderAmended   | /tax                 | -0.5
            OrderShipped   | /carrier             | 7
            OrderCancelled | /reason              | {}
            OrderReturned  | /lines               | absent
            OrderReturned  | /lines               | []
            OrderReturned  | /lines/0/quantity    | "0.0"
            OrderReturned  | /lines/0/refund      | absent
            OrderReturned  | /lines/0/refund      | "-1"
            OrderReturned  | /lines/0/sku         | "a#b"
            """)
    void schema_and_codec_reject(String type, String pointer, String value) {
        JsonNode detail = changed(type, pointer, value);
        assertThat(PublishedFiles.faults(type, detail)).isNotEmpty();
        assertThat(codecFaults(type, detail)).extracting(Fault::pointer).contains(pointer);
    }

    /** A schema that refused what purchase-orders takes would keep facts from being published. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            OrderConfirmed | /occurredAt          | "1999-12-31T23:30:00-01:00"
            OrderConfirmed | /occurredAt          | "2024-02-29t23:59:59.1z"
            OrderConfirmed | /occurredAt          | "2026-03-29T01:00:00.123456789-23:59"
            OrderConfirmed | /occurredAt          | "2400-02-29T23:59:59Z"
            OrderConfirmed | /schemaVersion       | 1
            OrderConfirmed | /schemaVersion       | 1.0
            OrderPlaced    | /currency            | "JPY"
            OrderConfirmed | /eventId             | "a:B_9.-"
            OrderPlaced    | /schemaVersion       | absent
            OrderPlaced    | /customerId          | "🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒🛒"
            OrderPlaced    | /shipping            | absent
            OrderPlaced    | /shipping            | "0"
            OrderPlaced    | /shipping            | "-0"
            OrderPlaced    | /shipping            | "-0.00"
            OrderPlaced    | /shipping            | -0.0
            OrderPlaced    | /tax                 | absent
            OrderPlaced    | /tax                 | "999999999999.999999"
            OrderPlaced    | /tax                 | 999999999999.999999
            OrderPlaced    | /tax                 | "1.25E+3"
            OrderPlaced    | /tax                 | 1.25e3
            OrderPlaced    | /tax                 | "1000000000000000e-6"
            OrderPlaced    | /lines/0/discount    | absent
            OrderPlaced    | /lines/1/quantity    | "0.000001"
            OrderPlaced    | /lines/1/quantity    | "1e-6"
            OrderPlaced    | /lines/1/quantity    | 1e-6
            OrderPlaced    | /lines/0/unknown     | [{}]
            OrderConfirmed | /schemaVersion       | null
            OrderPlaced    | /lines/0/discount    | null
            OrderPlaced    | /shipping            | null
            OrderPlaced    | /tax                 | null
            OrderShipped   | /trackingNumber      | null
            OrderCancelled | /reason              | null
            OrderShipped   | /carrier             | absent
            OrderShipped   | /trackingNumber      | ""
            OrderCancelled | /reason              | absent
            """)
    void schema_and_codec_accept(String type, String pointer, String value) {
        JsonNode detail = changed(type, pointer, value);
        assertThat(PublishedFiles.faults(type, detail)).isEmpty();
        assertThat(codecFaults(type, detail)).isEmpty();
    }

    /** By a clock that no sample is ahead of: the schemas cannot know the time. */
    private static List<Fault> codecFaults(String type, JsonNode detail) {
        return EventCodec.decode(type, detail.toString(), Instant.parse("9999-01-01T00:00:00Z"))
                .fold(faults -> faults, event -> List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "OrderPlaced, 500, true",
        "OrderPlaced, 501, false",
        "OrderReturned, 500, true",
        "OrderReturned, 501, false"
    })
    void an_order_has_at_most_500_lines(String type, int count, boolean accepted) {
        ObjectNode detail = PublishedFiles.golden(type).get("Detail").deepCopy();
        ArrayNode lines = detail.withArray("lines");
        JsonNode line = lines.get(0);
        lines.removeAll();
        for (int i = 0; i < count; i++) {
            lines.add(line.<ObjectNode>deepCopy().put("sku", "sku-" + i));
        }
        assertThat(PublishedFiles.faults(type, detail).isEmpty()).isEqualTo(accepted);
        assertThat(codecFaults(type, detail).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void the_same_line_twice_is_rejected() {
        ObjectNode detail = PublishedFiles.golden("OrderPlaced").get("Detail").deepCopy();
        detail.withArray("lines").add(detail.get("lines").get(0));
        assertThat(PublishedFiles.faults("OrderPlaced", detail)).isNotEmpty();
    }

    private static JsonNode changed(String type, String pointer, String value) {
        ObjectNode detail = PublishedFiles.golden(type).get("Detail").deepCopy();
        JsonPointer member = JsonPointer.compile(pointer);
        JsonNode parent = detail.at(member.head());
        if (parent instanceof ArrayNode array) {
            array.set(member.last().getMatchingIndex(), PublishedFiles.parse(value));
        } else if (value.equals("absent")) {
            assertThat(((ObjectNode) parent).remove(member.last().getMatchingProperty()))
                    .as("the golden sample has a member to take away")
                    .isNotNull();
        } else {
            ((ObjectNode) parent).set(member.last().getMatchingProperty(), PublishedFiles.parse(value));
        }
        return detail;
    }
}
