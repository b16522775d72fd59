package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The schemas say what the codec does: from its constants where they can, by a law for the rest. */
class SchemaLawTest {

    static final List<String> TYPES = PublishedFiles.TYPES;

    /** What a schema cannot say: it may accept these, and nothing else that the codec rejects. */
    private static final List<String> BEYOND_SCHEMAS = List.of(
            "duplicate sku",
            "must not be larger than quantity x unitPrice",
            "quantity x unitPrice - discount must be less than",
            "integer and 6 fractional digits",
            "must lie between");

    /** Values at the edges of the rules, each tried in every place. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "1",
            "-1",
            "2",
            "1.0",
            "0.000001",
            "0.0000001",
            "1e-6",
            "1e3",
            "-0.0",
            "1e400",
            "999999999999.999999",
            "1000000000000",
            "1000000000000.1",
            "[]",
            "{}",
            "[{}]",
            "\"\"",
            "\" \"",
            "\"0\"",
            "\"1\"",
            "\"-0\"",
            "\"-1\"",
            "\"1.25E+3\"",
            "\"01\"",
            "\"1.\"",
            "\".5\"",
            "\"+1\"",
            "\"0.0e7\"",
            "\"1\\n\"",
            "\"999999999999.999999\"",
            "\"9999999999999\"",
            "\"a\"",
            "\"a#b\"",
            "\"a b\"",
            "\"é🛒\"",
            "\"a\\u0000\"",
            "\"a\\u0085\"",
            "\"\\n\"",
            "\"EUR\"",
            "\"eur\"",
            "\"XXX\"",
            "\"ZZZ\"",
            "\"DEM\"",
            "\"2026-11-23T10:15:30Z\"",
            "\"2026-11-23t10:15:30.123456789-23:59\"",
            "\"2024-02-29T00:00:00z\"",
            "\"2025-02-29T00:00:00Z\"",
            "\"1999-12-31T23:59:59-00:01\"",
            "\"1999-12-31T23:59:59Z\"",
            "\"1999-12-30T00:00:00Z\"",
            "\"9999-12-31T23:59:59Z\"",
            "\"2026-11-23T10:15:60Z\"",
            "\"2026-11-23T10:15:30\"",
            "\"" + "x".repeat(64) + "\"",
            "\"" + "x".repeat(65) + "\"",
            "\"" + "1".repeat(64) + "\"",
            "\"" + "0".repeat(65) + "\"",
            "\"🛒" + "🛒".repeat(63) + "\"");

    @Test
    void schema_and_codec_agree_on_random_details_as_far_as_a_schema_can_say() {
        int[] accepted = {0};
        Seeds.each(seed -> {
            Random random = new Random(seed);
            String type = TYPES.get(random.nextInt(TYPES.size()));
            ObjectNode detail = PublishedFiles.golden(type).get("Detail").deepCopy();
            for (int change = random.nextInt(3); change >= 0; change--) {
                change(detail, random);
            }
            List<Fault> faults = EventCodec.decode(type, detail.toString(), Instant.parse("9999-01-01T00:00:00Z"))
                    .fold(found -> found, event -> List.of());
            boolean isValid = PublishedFiles.faults(type, detail).isEmpty();
            accepted[0] += isValid ? 1 : 0;
            if (faults.isEmpty() || !faults.stream().allMatch(SchemaLawTest::isBeyondSchemas)) {
                assertThat(isValid)
                        .as("whether %s %s is valid by its schema; the codec finds %s", type, detail, faults)
                        .isEqualTo(faults.isEmpty());
            }
        });
        if (Long.getLong("laws.seeds", 1_500) >= 1_500) {
            assertThat(accepted[0]).as("valid details among them").isBetween(100, 1_400);
        }
    }

    private static boolean isBeyondSchemas(Fault fault) {
        return BEYOND_SCHEMAS.stream().anyMatch(fault.message()::contains);
    }

    private static void change(ObjectNode detail, Random random) {
        List<ObjectNode> objects = new ArrayList<>(List.of(detail));
        if (detail.get("lines") instanceof ArrayNode lines) {
            lines.forEach(line -> {
                if (line instanceof ObjectNode object) {
                    objects.add(object);
                }
            });
        }
        int place = random.nextInt(objects.size());
        ObjectNode object = objects.get(place);
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.addAll(place == 0 ? List.of("schemaVersion", "shipping", "tax") : List.of("discount"));
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(8) == 0) {
            object.remove(name);
        } else {
            object.set(name, PublishedFiles.parse(VALUES.get(random.nextInt(VALUES.size()))));
        }
    }

    @ParameterizedTest
    @FieldSource("TYPES")
    void a_schema_names_the_members_and_limits_that_the_code_names(String type) {
        JsonNode schema = PublishedFiles.schema(type);
        TreeSet<String> members =
                new TreeSet<>(EventType.ofWireName(type).orElseThrow().members());
        members.addAll(List.of("eventId", "orderId", "occurredAt", "schemaVersion"));
        assertThat(schema.get("properties").fieldNames())
                .toIterable()
                .as("properties of %s.v1.json and the members in EventType", type)
                .containsExactlyInAnyOrderElementsOf(members);
        for (String name : List.of("EventId", "OrderId", "CustomerId", "Sku")) {
            JsonNode definition = schema.at("/$defs/" + name);
            assertThat(definition.path("maxLength").asInt(Names.LENGTH))
                    .as(name)
                    .isEqualTo(Names.LENGTH);
        }
        assertThat(schema.at("/properties/lines/maxItems").asInt(Lines.LIMIT)).isEqualTo(Lines.LIMIT);
    }

    /** A newer JDK may know more currencies, which the schema then has to name too. */
    @Test
    void the_currencies_of_the_schema_are_those_that_the_code_takes() {
        List<String> known = Currency.getAvailableCurrencies().stream()
                .map(Currency::getCurrencyCode)
                .sorted()
                .toList();
        assertThat(known).allMatch(Names::isCurrency);
        assertThat(PublishedFiles.schema("OrderPlaced").at("/$defs/Currency/enum"))
                .as("$defs/Currency of OrderPlaced.v1.json has to list %s", known)
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(known);
    }

    /** A generator calls what has no name AnonymousSchema_17. */
    @ParameterizedTest
    @FieldSource("TYPES")
    void every_object_and_every_definition_has_a_name(String type) {
        JsonNode schema = PublishedFiles.schema(type);
        schema.get("$defs")
                .properties()
                .forEach(definition -> assertThat(
                                definition.getValue().path("title").asText())
                        .as("the title of $defs/%s", definition.getKey())
                        .isEqualTo(definition.getKey()));
        Stream<JsonNode> objects = schema.findParents("properties").stream();
        assertThat(objects).isNotEmpty().allMatch(object -> object.has("title"));
    }
}
