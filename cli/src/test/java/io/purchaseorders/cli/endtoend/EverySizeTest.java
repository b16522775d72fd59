package io.purchaseorders.cli.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.events.Limits;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.dynamodb.DynamoRejectionStore;
import io.purchaseorders.stores.dynamodb.Tables;
import java.net.BindException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every size of an event that the bus takes ends as accepted or rejected, whole. {@code -Dsize.seed=N} repeats a run. */
@Timeout(600)
class EverySizeTest {

    private static final int SIZES = 40;
    private static final String SOURCE = "s";

    private final long seed = Long.getLong("size.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void from_one_byte_to_a_megabyte_valid_or_not_compressible_or_not() throws BindException {
        System.out.println("EverySizeTest: -Dsize.seed=" + seed);
        Set<Integer> sizes = new TreeSet<>(List.of(349_999, 350_000, 350_001, 399_000, 410_000, 450_000));
        for (int i = 0; i < SIZES; i++) {
            sizes.add((int) Math.round(Math.pow(Limits.ENTRY_BYTES, i / (SIZES - 1.0))));
        }
        List<SampleEvent> published = new ArrayList<>();
        for (int size : sizes) {
            for (boolean compressible : List.of(true, false)) {
                published.add(event("OrderConfirmed", size, compressible, published.size()));
                published.add(event("OrderEaten", size, compressible, published.size()));
            }
        }
        try (RunningSystem running = new RunningSystem()) {
            published.forEach(event -> assertThat(running.publish(List.of(event)))
                    .as(event.detail().length() + " characters, size.seed=" + seed)
                    .allSatisfy(answer -> assertThat(answer.errorCode()).isNull()));
            Set<String> kept = stored(running);
            int accepted = kept.size();
            rejections(running).forEach(kept::add);
            assertThat(published)
                    .as("size.seed=" + seed)
                    .allSatisfy(event -> assertThat(kept.contains(event.detail()))
                            .as(event.type() + " of " + event.detail().length() + " characters")
                            .isTrue());
            assertThat(accepted).isEqualTo((int) published.stream()
                    .filter(event -> event.type().equals("OrderConfirmed"))
                    .filter(event -> event.detail().length() <= Limits.DETAIL_BYTES)
                    .filter(event -> event.detail().contains("eventId"))
                    .count());
            assertThat(running.system().queue("EventsDeadLetters").size()).isZero();
        }
    }

    /** An entry of so many bytes, or of the fewest that an event of this type has. */
    private SampleEvent event(String type, int entryBytes, boolean compressible, int number) {
        String begin =
                "{\"eventId\":\"e\",\"orderId\":\"o" + number + "\",\"occurredAt\":\"2026-11-23T10:00:00Z\",\"x\":\"";
        int room = entryBytes - SOURCE.length() - type.length() - begin.length() - "\"}".length();
        if (room < 0) {
            return new SampleEvent(SOURCE, type, "{\"n\":" + number + "}");
        }
        StringBuilder filler = new StringBuilder(room);
        while (filler.length() < room) {
            filler.append(compressible ? 'x' : (char) ('a' + random.nextInt(26)));
        }
        return new SampleEvent(SOURCE, type, begin + filler + "\"}");
    }

    private static Set<String> stored(RunningSystem running) {
        Set<String> details = new HashSet<>();
        running.system()
                .dynamo()
                .client()
                .scanPaginator(scan -> scan.tableName(RunningSystem.EVENTS_TABLE))
                .items()
                .forEach(item -> details.add(Objects.requireNonNull(item.get("detail"), "every event has a detail")
                        .s()));
        return details;
    }

    private static List<String> rejections(RunningSystem running) {
        Tables tables = Tables.of(Map.of(
                "EVENTS_TABLE",
                RunningSystem.EVENTS_TABLE,
                "INTAKE_TABLE",
                "order-intake-local",
                "AWS_REGION",
                "us-east-1",
                "AWS_ENDPOINT_URL_DYNAMODB",
                running.system().dynamodbEndpoint().toString()));
        return new DynamoRejectionStore(tables)
                .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                .map(Rejection::detail)
                .toList();
    }
}
