package io.purchaseorders.replay.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.compact.CompactEvent;
import io.purchaseorders.replay.compact.CompactEvents;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fast reader takes, it reads as the codec does; everything else it leaves to the codec. */
class EventLineTest {

    private static final int SLACK = 128;

    private static final String PLACED =
            "{\"eventId\":\"e-1\",\"orderId\":\"PO-1\",\"occurredAt\":\"2026-11-23T10:15:30Z\",\"customerId\":\"C-7\","
                    + "\"currency\":\"EUR\",\"lines\":[{\"sku\":\"LAMP\",\"quantity\":2,\"unitPrice\":\"9.95\"}]}";

    private static final List<String> HOSTILE = List.of(
            "\\",
            "\"",
            "\\\"",
            "\\\\",
            "\\n",
            "\\u0041",
            "\\ud83d",
            "\n",
            "\t",
            " ",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "00",
            "1e3",
            "1E-2",
            "-1",
            "+1",
            ".",
            "1.",
            "null",
            "true",
            "#",
            "ä",
            "😀",
            "\u0000",
            "\u007f",
            "999999999999",
            "9999999999999",
            "0.000001",
            "0.0000001",
            "2026-02-30",
            "24:00:00",
            "+02:00",
            "EUR",
            "XXX",
            "eur",
            "\\\"eventId\\\":\\\"e\\\",",
            "\"type\":{\"S\":\"OrderPlaced\"},",
            "\\\"lines\\\":[]",
            "\\\"discount\\\":\\\"1\\\",");

    private final EventLine fast = new EventLine();

    @Test
    void it_takes_what_publishers_usually_write() {
        int taken = 0;
        int all = 0;
        for (long seed = 0; seed < 300; seed++) {
            for (RecordedEvent event : new RandomHistories(seed).recorded(3, 6)) {
                all++;
                taken += check(line(EventItem.write(event))) ? 1 : 0;
            }
        }
        assertThat(taken).isEqualTo(all);
    }

    @Test
    void whatever_is_done_to_a_line_it_takes_only_what_the_codec_reads_the_same() {
        int seeds = Integer.getInteger("hostile.seeds", 20_000);
        int first = Integer.getInteger("hostile.first", 0);
        int taken = 0;
        for (int seed = first; seed < first + seeds; seed++) {
            Random random = new Random(seed);
            List<RecordedEvent> events = new RandomHistories(seed % 500).recorded(2, 4);
            String line = line(EventItem.write(events.get(random.nextInt(events.size()))));
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                line = mutated(line, random);
            }
            try {
                taken += check(line) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dhostile.seeds=1 -Dhostile.first=" + seed + ": " + line, e);
            }
        }
        assertThat(taken).as("some are harmless").isBetween(seeds / 100, seeds * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quantity\":2,|\"quantity\":2.0,",
                "\"quantity\":2,|\"quantity\":\"2.000000\",",
                "\"lines\":[{|\"lines\" : [ { ",
                "\"2026-11-23T10:15:30Z\"|\"2026-11-23T10:15:30.000Z\"",
                "\"currency\":\"EUR\"|\"currency\":\"JPY\",\"tax\":\"0.000001\""
            })
    void it_takes_the_other_usual_spellings(String change) {
        assertThat(check(placed(change))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"quantity\":2,|\"quantity\":2e0,",
                "\"quantity\":2,|\"quantity\":2,\"quantity\":2,",
                "\"quantity\":2,|\"quantity\":0,",
                "\"quantity\":2,|\"quantity\":02,",
                "\"quantity\":2,|\"quantity\":2,\"discount\":\"19.91\",",
                "\"quantity\":2,|\"quantity\":2,\"colour\":\"red\",",
                "\"sku\":\"LAMP\"|\"sku\":\"L\u00e4MP\"",
                "\"sku\":\"LAMP\"|\"sku\":\"L#MP\"",
                "\"sku\":\"LAMP\"|\"sku\":\"L\\u0041MP\"",
                "\"currency\":\"EUR\"|\"currency\":\"QQQ\"",
                "\"2026-11-23T10:15:30Z\"|\"2026-11-23T11:15:30+01:00\"",
                "\"currency\":\"EUR\"|\"currency\":\"EUR\",\"schemaVersion\":1",
                "\"unitPrice\":\"9.95\"}]|\"unitPrice\":\"9.95\"},{\"sku\":\"LAMP\",\"quantity\":1,\"unitPrice\":\"1\"}]"
            })
    void it_leaves_the_unusual_to_the_codec(String change) {
        assertThat(check(placed(change))).isFalse();
    }

    @Test
    void what_was_found_in_a_line_before_does_not_count_for_a_shorter_one() {
        String two =
                "\"unitPrice\":\"9.95\"}]|\"unitPrice\":\"9.95\"},{%s\"sku\":\"DESK\",\"quantity\":1,\"unitPrice\":1}]";
        String far = placed(two.formatted("")).replace("\\\"lines\\\":[", "\\\"lines\\\":[" + " ".repeat(1_000));
        assertThat(check(far)).isTrue();
        assertThat(check(placed(two.formatted("\"colour\":\"red\","))))
                .as("declined ahead of its sku")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:15:30.123000000Z, 2026-11-23T10:15:30.123Z, true",
        "2026-11-23T10:15:30.120000000Z, 2026-11-23T10:15:30.12Z, true",
        "2026-11-23T10:15:30.123456789Z, 2026-11-23T10:15:30.123456789Z, true",
        "2026-11-23T10:15:30.123000001Z, 2026-11-23T10:15:30.123Z, false",
        "2026-11-23T10:15:30.123100000Z, 2026-11-23T10:15:30.123Z, false",
        "2026-11-23T10:15:30.123000000Z, 2026-11-23T10:15:30.124Z, false",
        "2026-11-23T10:15:31.123000000Z, 2026-11-23T10:15:30.123Z, false",
        "2026-11-24T10:15:30.123000000Z, 2026-11-23T10:15:30.123Z, false",
        "2025-11-23T10:15:30.123000000Z, 2026-11-23T10:15:30.123Z, false",
    })
    void its_key_says_when_the_event_occurred(String timestamp, String occurredAt, boolean isTaken) {
        String detail = PLACED.replace("2026-11-23T10:15:30Z", occurredAt);
        assertThat(check(placed(timestamp, detail))).isEqualTo(isTaken);
    }

    private static String placed(String change) {
        int bar = change.indexOf('|');
        String detail = PLACED.replace(change.substring(0, bar), change.substring(bar + 1));
        assertThat(detail).isNotEqualTo(PLACED);
        return placed("2026-11-23T10:15:30.000000000Z", detail);
    }

    private static String placed(String timestamp, String detail) {
        return line(Map.of(
                "orderId", "PO-1",
                "timestamp", timestamp + "#e-1",
                "type", "OrderPlaced",
                "source", "shop",
                "recordedAt", "2026-11-23T10:15:31.25Z",
                "detail", detail));
    }

    private static String line(Map<String, String> item) {
        ObjectNode json = DetailJson.MAPPER.createObjectNode();
        ObjectNode attributes = json.putObject("Item");
        // In some order that is the same in every run, or a seed would not be another time what it was.
        List<String> names = new ArrayList<>(new TreeSet<>(item.keySet()));
        Collections.shuffle(
                names, new Random(String.valueOf(item.get("timestamp")).hashCode()));
        names.forEach(name -> attributes.putObject(name).put("S", item.get(name)));
        return json.toString();
    }

    private static String mutated(String line, Random random) {
        int at = random.nextInt(line.length() + 1);
        int to = Math.min(line.length(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 40 : 3));
        return switch (random.nextInt(5)) {
            case 0 -> line.substring(0, at);
            case 1 -> line.substring(0, at) + line.substring(to);
            case 2 -> line.substring(0, at) + line.substring(at, to) + line.substring(at);
            case 3 -> line.substring(0, at) + HOSTILE.get(random.nextInt(HOSTILE.size())) + line.substring(to);
            default -> line.substring(0, at) + HOSTILE.get(random.nextInt(HOSTILE.size())) + line.substring(at);
        };
    }

    /** Whether the fast reader takes the line; fails if it then reads it otherwise than the codec. */
    private boolean check(String line) {
        byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] buffer = Arrays.copyOf(text, text.length + SLACK);
        if (!fast.read(buffer, 0)) {
            return false;
        }
        byte[] record = new byte[fast.size() + SLACK];
        int end = fast.write(record, 0, fast.orderHash(), 3);
        assertThat(fast.size()).isGreaterThanOrEqualTo(end);
        String taken = new String(buffer, 0, fast.end() - 1, StandardCharsets.UTF_8);
        Optional<byte[]> expected = byCodec(taken);
        assertThat(expected).as("the codec reads it too").isPresent();
        assertThat(Arrays.copyOf(record, end)).isEqualTo(expected.orElseThrow());
        assertThat(CompactEvent.intAt(record, 0)).isEqualTo(end);
        return true;
    }

    private static Optional<byte[]> byCodec(String line) {
        try {
            JsonNode item = DetailJson.MAPPER.readTree(line).path("Item");
            Map<String, String> texts = new HashMap<>();
            item.properties().forEach(attribute -> {
                if (attribute.getValue().path("S").isTextual()) {
                    texts.put(attribute.getKey(), attribute.getValue().path("S").textValue());
                }
            });
            return Optional.of(CompactEvents.write(EventItem.read(texts), 3));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException noEvent) {
            return Optional.empty();
        }
    }
}
