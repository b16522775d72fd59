package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.local.dynamodb.LocalDynamo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A release with a second version of a type, which is made here of a scratch copy of the sources: OrderPlaced names its customer
 * {@code buyerId}. It takes over the history of the release before, in which every event is of version 1.
 */
@Timeout(600)
class SecondVersionTest {

    private static final String EVENTS = "io/purchaseorders/events/";

    /** Orders of the first version that the release before has stored, and of each version that come later. */
    private static final int OF_EACH = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Release second() throws IOException {
        return Release.changedIn(folder)
                .replace("events", EVENTS + "EventType.java", "to(PLACED), \"customerId\"", "to(PLACED), \"buyerId\"")
                .replace(
                        "events",
                        EVENTS + "EventCodec.java",
                        "new OrderPlaced(header, members.name(\"customerId\")",
                        "new OrderPlaced(header, members.name(\"buyerId\")")
                .replace("events", EVENTS + "Upcasters.java", "new Upcasters(Map.of())", """
                        new Upcasters(
                                Map.<EventType, List<UnaryOperator<ObjectNode>>>of(EventType.ORDER_PLACED, List.of(placed -> {
                                    placed.set("buyerId", placed.remove("customerId"));
                                    return placed;
                                })))""")
                .compile();
    }

    /** The price tells orders apart, so that one that counts twice or for another is a wrong sum. */
    private static String placed(int order, String version, String customer) {
        return "{ \"eventId\" : \"placed\", \"orderId\":\"o" + order + "\"," + version
                + "\"occurredAt\":\"2026-11-20T10:00:00Z\",\"" + customer + "\":\"c" + order % 2
                + "\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"s\",\"quantity\":1,\"unitPrice\":\"" + (order + 1)
                + "\"}]}";
    }

    private static String first(int order) {
        return placed(order, order % 3 == 0 ? "\"schemaVersion\":1," : "", "customerId");
    }

    private static String second(int order) {
        return placed(order, "\"schemaVersion\":2,", "buyerId");
    }

    private static void publish(ReleasedSystem system, List<String> details) throws IOException {
        system.publish(details.stream()
                .map(detail -> ReleasedSystem.entry("OrderPlaced", detail))
                .toList());
    }

    @Test
    void events_of_both_versions_count_live_replayed_and_rebuilt_and_stay_as_they_were_published() throws Exception {
        List<String> published = new ArrayList<>();
        Release second = second();
        try (ReleasedSystem system = new ReleasedSystem(folder, Release.ofThisBuild())) {
            for (int order = 0; order < OF_EACH; order++) {
                published.add(first(order));
            }
            publish(system, published);
            system.whole("ALL", OF_EACH);

            system.replaceBy(second);
            List<String> later = new ArrayList<>();
            for (int order = OF_EACH; order < 2 * OF_EACH; order++) {
                later.add(first(order));
                later.add(second(order + OF_EACH));
            }
            publish(system, later);
            List<String> refused = List.of(
                    placed(1_000, "\"schemaVersion\":3,", "buyerId"),
                    placed(1_001, "\"schemaVersion\":2,", "customerId"));
            publish(system, refused);
            publish(system, published);
            published.addAll(later);
            int orders = published.size();
            system.whole("ALL", orders);
            assertTotals(system, orders);
            assertThat(stored(system)).isEqualTo(byOrder(published));
            await().atMost(ReleasedSystem.PATIENCE).untilAsserted(() -> {
                assertThat(reasons(system))
                        .contains("/schemaVersion is unknown; the newest known is 2", "/buyerId is required");
                assertThat(system.json("/events/placed/receipt?orderId=o0")
                                .path("duplicateCount")
                                .asInt())
                        .as("what comes again in the first version is known")
                        .isEqualTo(1);
            });

            system.done("replay");
            system.done("rebuild");
            assertThat(system.get("/aggregations/ALL?granularity=TOTAL")
                            .headers()
                            .firstValue("Orders-Generation"))
                    .contains("2");
            assertTotals(system, orders);
            system.done("check");
            system.done("replay");
            assertThat(stored(system)).isEqualTo(byOrder(published));

            Path export = folder.resolve("export");
            system.done("export", export.toString());
            assertThat(second.run(
                                    "replay",
                                    "--export",
                                    export.resolve("events").toString(),
                                    "--against",
                                    export.resolve("aggregations").toString())
                            .exitCode())
                    .isZero();

            system.replaceBy(Release.ofThisBuild());
            JsonNode order = system.json("/orders/o" + (orders - 1));
            assertThat(order.at("/damaged/0/unreadable").asText())
                    .as("an event of a version that is unknown again is shown as such")
                    .contains("/schemaVersion", "the newest known is 1");
            assertThat(system.json("/aggregations/ALL/explain?granularity=TOTAL&limit=1000")
                            .path("items")
                            .findValues("unreadable"))
                    .hasSize(OF_EACH);
        }
    }

    /** By customer, whose name is the member that differs. */
    private static void assertTotals(ReleasedSystem system, int orders) throws IOException, InterruptedException {
        for (int customer = 0; customer < 2; customer++) {
            int chosen = customer;
            long gross = sum(orders, order -> order % 2 == chosen);
            JsonNode whole = system.whole("CUSTOMER#c" + customer, orders / 2);
            assertThat(whole.at("/amounts/EUR/gross").asText()).isEqualTo(String.valueOf(gross));
        }
        assertThat(system.whole("ALL").at("/amounts/EUR/gross").asText())
                .isEqualTo(String.valueOf(sum(orders, order -> true)));
        assertThat(system.json("/customers/c1/orders?limit=1000").path("items")).hasSize(orders / 2);
    }

    private static long sum(int orders, Predicate<Integer> which) {
        long sum = 0;
        for (int order = 0; order < orders; order++) {
            sum += which.test(order) ? order + 1 : 0;
        }
        return sum;
    }

    private static String reasons(ReleasedSystem system) throws IOException, InterruptedException {
        StringBuilder reasons = new StringBuilder();
        system.json("/rejections?limit=1000")
                .path("items")
                .forEach(item -> item.path("reasons")
                        .forEach(reason -> reasons.append(reason.path("pointer").asText())
                                .append(' ')
                                .append(reason.path("message").asText())
                                .append('\n')));
        return reasons.toString();
    }

    private static Map<String, String> stored(ReleasedSystem system) {
        try (DynamoDbClient client = LocalDynamo.connected(DynamoDbClient.builder(), system.dynamoDb())
                .build()) {
            return client.scanPaginator(scan -> scan.tableName("purchase-orders-local")).items().stream()
                    .collect(Collectors.toMap(item -> text(item, "orderId"), item -> text(item, "detail")));
        }
    }

    private static String text(Map<String, AttributeValue> item, String name) {
        return item.getOrDefault(name, AttributeValue.fromS("none")).s();
    }

    private static Map<String, String> byOrder(List<String> details) {
        return details.stream()
                .collect(Collectors.toMap(
                        detail -> detail.replaceFirst("(?s).*\"orderId\":\"(o\\d+)\".*", "$1"), detail -> detail));
    }
}
