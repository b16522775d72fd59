package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.stores.ShardRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A running system whose projections are made anew by {@code ./orders rebuild}, while it is used. */
@Timeout(600)
class GenerationsTest {

    private static final int READERS = 64;

    /** Every order of the tests is of one unit at one euro, so that what a total must be is a count. */
    private static final int SETTLED = 60;

    /** Events that one lacks: more than it applies within the moments in which answers are looked at. */
    private static final int BEHIND = 3_000;

    private static final String TABLE = "order-aggregations-local";

    private final EmbeddedSystem system =
            EmbeddedSystem.start(ImmutableSystemSettings.builder().apiPort(0).build());
    private final String dynamoDb = String.valueOf(system.dynamoDb().getPort());
    private final HttpClient http = HttpClient.newHttpClient();
    private final DynamoDbClient client =
            LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT).client();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private String token;

    @BeforeEach
    void begin() throws IOException {
        token = new LocalIssuer(system.api()).token(List.of("orders/audit"));
        publish("settled", 0, SETTLED, "2026-11-20T10:00:00Z");
        awaitEqual();
    }

    @AfterEach
    void stop() {
        http.close();
        system.close();
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--dynamodb-port", dynamoDb));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private CommandRun done(String... arguments) {
        CommandRun run = run(arguments);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        return run;
    }

    private void publish(String prefix, int from, int to, String occurredAt) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(entry(
                            "OrderPlaced",
                            "{\"eventId\":\"placed\",\"orderId\":\"" + prefix + i + "\",\"occurredAt\":\"" + occurredAt
                                    + "\",\"customerId\":\"c\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"s\","
                                    + "\"quantity\":1,\"unitPrice\":\"1\"}]}"))
                    .append('\n');
        }
        publish(lines.toString());
    }

    private static String entry(String type, String detail) {
        return TargetOptions.json(Map.of("Source", "shop", "DetailType", type, "Detail", detail));
    }

    private void publish(String lines) throws IOException {
        Path file = Files.createTempFile(folder, "events", ".ndjson");
        Files.writeString(file, lines);
        CommandRun run = CommandRun.of(
                "publish", file.toString(), "--endpoint", system.events().toString(), "--no-receipts");
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }

    private void awaitEqual() {
        CommandRun replay = run("replay");
        for (int look = 0; look < 10 && replay.exitCode() != 0; look++) {
            replay = run("replay");
        }
        assertThat(replay.out()).contains("equal: ").doesNotContain("NOT equal");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(system.api() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new JsonMapper().readTree(answer.body());
    }

    private String generation() throws IOException, InterruptedException {
        return get("/aggregations/ALL?granularity=TOTAL")
                .headers()
                .firstValue("Orders-Generation")
                .orElse("none");
    }

    private int placedLive() throws IOException, InterruptedException {
        return json(get("/aggregations/ALL?granularity=DAY&from=2026-11-21&to=2026-11-21"))
                .at("/items/0/orders/placed")
                .asInt();
    }

    /** What readers of the totals see, for as long as everything else happens. */
    private final class Watch {
        private final AtomicBoolean over = new AtomicBoolean();
        private final AtomicLong answers = new AtomicLong();
        private final Set<String> generations = new ConcurrentSkipListSet<>();
        private final List<String> wrong = new CopyOnWriteArrayList<>();

        void read() {
            AtomicLong newest = new AtomicLong();
            while (!over.get()) {
                try {
                    look(newest);
                } catch (IOException | InterruptedException e) {
                    wrong.add(String.valueOf(e));
                }
            }
        }

        /** The day that was settled before never changes, and today's count never falls, whichever generation answers. */
        private void look(AtomicLong newest) throws IOException, InterruptedException {
            HttpResponse<String> answer = get("/aggregations/ALL?granularity=DAY&from=2026-11-20&to=2026-11-21");
            answers.incrementAndGet();
            String generation = answer.headers().firstValue("Orders-Generation").orElse("none");
            generations.add(generation);
            if (answer.statusCode() != 200) {
                wrong.add(answer.statusCode() + " " + answer.body());
                return;
            }
            long today = 0;
            boolean isSettled = false;
            for (JsonNode day : json(answer).path("items")) {
                long placed = day.path("orders").path("placed").asLong();
                String gross = day.path("amounts").path("EUR").path("gross").asText();
                if (!gross.equals(String.valueOf(placed))
                        || day.path("units").path("ordered").asLong() != placed) {
                    wrong.add("mixed: " + day);
                }
                if (day.path("period").asText().equals("2026-11-20")) {
                    isSettled = placed == SETTLED;
                } else {
                    today = placed;
                }
            }
            if (!isSettled || today < newest.get()) {
                wrong.add(generation + " after " + newest + " of " + generations + ": " + answer.body());
            }
            newest.set(Math.max(today, newest.get()));
        }
    }

    @Test
    void forward_back_forward_and_retired_while_events_come_no_reader_sees_anything_wrong() throws Exception {
        Watch watch = new Watch();
        AtomicBoolean published = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int reader = 0; reader < READERS; reader++) {
                threads.execute(watch::read);
            }
            Future<Integer> publisher = threads.submit(() -> {
                int count = 0;
                while (!published.get()) {
                    publish("live", count, count += 10, "2026-11-21T11:00:00Z");
                    // No faster than the totals follow: else every catching up would take longer than the one before.
                    int all = count;
                    Awaitility.await()
                            .atMost(Duration.ofMinutes(3))
                            .until(() -> published.get() || placedLive() >= all);
                }
                return count;
            });
            try {
                CommandRun rebuild = done("rebuild");
                assertThat(rebuild.out()).contains("equal: ", "Generation 2 is live", "./orders promote 1 goes back");
                assertThat(lastProgress(rebuild.err())).contains("(100 %)");
                awaitGeneration("2");
                String cursor = json(get("/aggregations/ALL?granularity=DAY&from=2026-11-20&limit=1"))
                        .path("nextCursor")
                        .asText();
                done("promote", "1");
                awaitGeneration("1");
                done("promote", "2");
                awaitGeneration("2");
                done("promote", "1");
                awaitGeneration("1");
                assertThat(get("/aggregations/ALL?granularity=DAY&from=2026-11-20&limit=1&cursor=" + cursor)
                                .headers()
                                .firstValue("Orders-Generation"))
                        .as("a cursor keeps its generation")
                        .contains("2");
                done("promote", "2");
                awaitGeneration("2");
                done("retire", "1");
            } finally {
                published.set(true);
                System.out.println("GenerationsTest: " + publisher.get() + " events meanwhile");
                watch.over.set(true);
            }
        }
        System.out.println("GenerationsTest: " + watch.answers + " answers to " + READERS + " readers");
        assertThat(watch.wrong.stream().limit(5)).isEmpty();
        assertThat(watch.generations).containsExactlyInAnyOrder("1", "2");
        awaitEqual();
        done("check");
        assertThat(run("promote", "1").err()).contains("Generation 1 is retired");
        assertThat(client.listTables().tableNames()).contains(TABLE + "-2").doesNotContain(TABLE);
    }

    @Test
    void one_that_is_behind_catches_up_before_it_is_made_live() throws Exception {
        done("rebuild", "--no-promote");
        GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
        new RegisteredFeed(tables.register()).hold(2);
        publish("live", 0, BEHIND, "2026-11-21T11:00:00Z");
        Awaitility.await("the live one has them")
                .atMost(Duration.ofMinutes(2))
                .until(() -> placed() == SETTLED + BEHIND);
        Watch watch = new Watch();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int reader = 0; reader < READERS; reader++) {
                threads.execute(watch::read);
            }
            try {
                assertThat(done("promote", "2").err()).contains("generation 2 is behind generation 1");
                awaitGeneration("2");
            } finally {
                watch.over.set(true);
            }
        }
        assertThat(watch.wrong.stream().limit(5)).isEmpty();
        assertThat(done("generations").out()).contains("2    live", "1    fed");
        awaitEqual();
    }

    private long placed() throws IOException, InterruptedException {
        return json(get("/aggregations/ALL?granularity=TOTAL"))
                .at("/items/0/orders/placed")
                .asLong();
    }

    @Test
    void one_that_does_not_catch_up_is_not_made_live_and_the_live_one_goes_on() throws Exception {
        done("rebuild", "--no-promote");
        GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
        publish("live", 0, 10, "2026-11-21T11:00:00Z");
        awaitEqual();
        // How far it is, forgotten while nothing comes: it stays behind for ever.
        for (ShardRow shard : tables.shards(2).shards()) {
            client.deleteItem(delete -> delete.tableName(TABLE + "-2").key(key("SHARDS", shard.shardId())));
        }
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Promotion promotion =
                new Promotion(tables, new RegisteredFeed(tables.register()), nowhere, nowhere, Duration.ofMillis(500));
        assertThatThrownBy(() -> promotion.run(2, ""))
                .isInstanceOf(UsageProblem.class)
                .hasMessageContainingAll("Generation 2 was not as far as generation 1", "generation 1 stays live");
        assertThat(done("generations").out()).contains("1    live", "2    fed");
        publish("later", 0, 10, "2026-11-21T11:00:00Z");
        Awaitility.await("the live one is fed").atMost(Duration.ofMinutes(1)).until(() -> placed() == SETTLED + 20);
    }

    @Test
    void a_live_one_that_a_killed_promotion_has_left_held_is_fed_again_by_itself() throws Exception {
        GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
        new RegisteredFeed(tables.register()).hold(1);
        publish("live", 0, 10, "2026-11-21T11:00:00Z");
        Awaitility.await("it goes on").atMost(Duration.ofMinutes(2)).until(() -> placed() == SETTLED + 10);
        assertThat(done("generations").out()).contains("1    live");
        awaitEqual();
    }

    private static String lastProgress(String err) {
        return err.lines()
                .filter(line -> line.startsWith("loaded "))
                .reduce((before, last) -> last)
                .orElse("");
    }

    private void awaitGeneration(String number) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plusSeconds(5);
        while (!generation().equals(number)) {
            assertThat(Instant.now()).as("generation %s shows", number).isBefore(deadline);
        }
    }

    @Test
    void whatever_is_wrong_with_rows_is_mended_by_one_rebuild() throws Exception {
        client.updateItem(update -> update.tableName(TABLE)
                .key(key("ALL", "M#2026-11"))
                .updateExpression("ADD #gross :cent")
                .expressionAttributeNames(Map.of("#gross", "amounts.EUR.gross"))
                .expressionAttributeValues(Map.of(":cent", AttributeValue.fromN("0.01"))));
        client.deleteItem(delete -> delete.tableName(TABLE).key(key("PRODUCT#s", "M#2026-11")));
        client.deleteItem(delete -> delete.tableName(TABLE).key(key("ORDER#settled1", "STATE")));
        publish(entry(
                "OrderConfirmed",
                "{\"eventId\":\"c\",\"orderId\":\"settled1\",\"occurredAt\":\"2026-11-20T11:00:00Z\"}"));
        assertThat(run("replay").exitCode()).isEqualTo(1);
        assertThat(run("check").exitCode()).isEqualTo(1);

        done("rebuild");
        awaitEqual();
        done("check");
        assertThat(done("generations").out()).contains("2    live", "1    fed");
    }

    @Test
    void a_dropped_table_is_noticed_takes_nothing_and_is_mended_by_one_rebuild() throws Exception {
        client.deleteTable(delete -> delete.tableName(TABLE));
        publish("late", 0, 10, "2026-11-21T11:00:00Z");
        for (String command : List.of("check", "replay")) {
            CommandRun told = run(command);
            assertThat(told.exitCode()).isEqualTo(1);
            assertThat(told.err()).contains(TABLE, "generation 1", "lost", "./orders rebuild");
        }
        assertThat(done("generations").out()).contains("1    lost");
        assertThat(get("/aggregations/ALL?granularity=TOTAL").statusCode()).isEqualTo(503);
        assertThat(client.listTables().tableNames()).as("nothing makes it anew").doesNotContain(TABLE);

        assertThat(done("rebuild").out()).contains("Generation 1, whose table was lost, is retired");
        awaitEqual();
        done("check");
        awaitGeneration("2");
    }

    @Test
    void another_time_zone_is_a_new_generation_and_the_one_before_keeps_its_own() throws Exception {
        assertThat(done("rebuild", "--time-zone", "Pacific/Auckland", "--no-promote")
                        .out())
                .contains("stays live");
        assertThat(json(get("/aggregations/ALL?granularity=TOTAL"))
                        .path("timeZone")
                        .asText())
                .isEqualTo("UTC");
        done("promote", "2");
        awaitGeneration("2");
        JsonNode days = json(get("/aggregations/ALL?granularity=HOUR&from=2026-11-20T00&to=2026-11-21T00"));
        assertThat(days.path("timeZone").asText()).isEqualTo("Pacific/Auckland");
        assertThat(days.path("items").findValuesAsText("period")).containsExactly("2026-11-20T23");
        awaitEqual();
        done("promote", "1");
        awaitGeneration("1");
        awaitEqual();
    }

    @Test
    void what_is_not_finished_is_discarded_and_said_and_the_live_one_is_not_touched() throws Exception {
        GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
        tables.register().change(now -> now.begin(now.liveOne().timeZone(), Instant.now()));
        assertThat(run("promote", "2").err()).contains("Generation 2 is being built");
        assertThat(run("retire", "1").err()).contains("Generation 1 is live");
        CommandRun rebuild = done("rebuild");
        assertThat(rebuild.out()).contains("Generation 2 was left unfinished: it is discarded", "Generation 3 is live");
        assertThat(done("rebuild").out()).contains("Generation 1 is retired to make room", "Generation 4 is live");
        awaitEqual();
    }

    @Test
    void a_rebuild_that_dies_before_and_after_each_of_its_steps_is_run_again_and_ends_equal() throws Exception {
        GenerationTables tables = GenerationTables.of(LiveTables.local(system.dynamoDb(), Defaults.ENVIRONMENT));
        DyingRegister register = new DyingRegister(tables.register());
        List<String> deaths = new ArrayList<>();
        boolean isEnded = false;
        while (!isEnded) {
            try {
                isEnded = new GenerationBuild(
                                new GenerationTables(tables.tables(), register),
                                Clock.systemUTC(),
                                new PrintWriter(Writer.nullWriter()),
                                new PrintWriter(Writer.nullWriter()))
                        .run(Optional.empty(), true);
            } catch (DyingRegister.Death death) {
                deaths.add(death.getMessage());
            }
            HttpResponse<String> total = Awaitility.await("an answer")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> get("/aggregations/ALL?granularity=TOTAL"), answer -> answer.statusCode() == 200);
            assertThat(json(total).at("/items/0/orders/placed").asInt())
                    .as("after %s: %s", deaths, total.body())
                    .isEqualTo(SETTLED);
        }
        System.out.println("GenerationsTest: died " + deaths);
        assertThat(deaths)
                .anyMatch(death -> death.startsWith("before BUILDING"))
                .anyMatch(death -> death.startsWith("after BUILDING"))
                .anyMatch(death -> death.startsWith("before FED"))
                .anyMatch(death -> death.startsWith("after FED"))
                .anyMatch(death -> death.startsWith("before HELD"))
                .anyMatch(death -> death.startsWith("after HELD"))
                .anyMatch(death -> death.startsWith("after HELD") && death.endsWith(" compared"))
                .anyMatch(death -> death.startsWith("after RETIRED"))
                .contains("before  live", "after  live");
        assertThat(done("generations").out().lines().filter(line -> line.contains(" live ")))
                .hasSize(1);
        awaitEqual();
        done("check");
    }

    private static Map<String, AttributeValue> key(String aggregationKey, String period) {
        return Map.of("aggregationKey", AttributeValue.fromS(aggregationKey), "period", AttributeValue.fromS(period));
    }
}
