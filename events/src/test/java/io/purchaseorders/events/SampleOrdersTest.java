package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The sample orders of data/: what scripts/MakeSampleOrders.java wrote, held against the schemas. */
class SampleOrdersTest {

    @Test
    void every_sample_event_is_valid_and_stands_once_in_the_order_of_time() throws IOException {
        List<String> eventIds = new ArrayList<>();
        List<String> times = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (String line : lines()) {
            JsonNode entry = PublishedFiles.parse(line);
            assertThat(entry.fieldNames()).toIterable().containsExactly("Source", "DetailType", "Detail");
            JsonNode detail = PublishedFiles.parse(entry.get("Detail").textValue());
            String type = entry.get("DetailType").textValue();
            assertThat(PublishedFiles.faults(type, detail)).as(line).isEmpty();
            eventIds.add(detail.get("eventId").textValue());
            // All with the same offset and without fractions: text sorts as time does.
            times.add(detail.get("occurredAt").textValue());
            types.add(type);
        }
        assertThat(eventIds).doesNotHaveDuplicates();
        assertThat(times).isSorted().allMatch(time -> time.endsWith("+00:00"));
        assertThat(types.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting())))
                .as("data/README.md says so")
                .isEqualTo(Map.of(
                        "OrderPlaced", 1463L,
                        "OrderAmended", 1L,
                        "OrderConfirmed", 1460L,
                        "OrderShipped", 1460L,
                        "OrderDelivered", 1407L,
                        "OrderCancelled", 3L,
                        "OrderReturned", 134L));
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(
                        Files.newInputStream(PublishedFiles.DATA.resolve("online-retail-december-2010.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
