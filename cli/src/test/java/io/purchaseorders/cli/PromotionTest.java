package io.purchaseorders.cli;

import static io.purchaseorders.cli.SettledSystem.SETTLED;
import static io.purchaseorders.cli.SettledSystem.TABLE;
import static io.purchaseorders.cli.SettledSystem.generation;
import static io.purchaseorders.cli.SettledSystem.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.stores.ShardRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Generations of a running system that {@code ./orders promote} makes live, while it is used. */
@Timeout(600)
class PromotionTest {

    /** Events that one lacks: more than it applies within the moments in which answers are looked at. */
    private static final int BEHIND = 3_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private SettledSystem system;

    @BeforeEach
    void begin() throws IOException {
        system = new SettledSystem(folder);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void forward_back_forward_and_retired_while_events_come_no_reader_sees_anything_wrong() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ReadersOfTotals readers = new ReadersOfTotals(system);
        try (readers;
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> publisher = threads.submit(() -> publishUntil(isOver));
            try {
                CommandRun rebuild = system.done("rebuild");
                assertThat(rebuild.out()).contains("equal: ", "Generation 2 is live", "./orders promote 1 goes back");
                assertThat(lastProgress(rebuild.err())).contains("(100 %)");
                system.awaitGeneration("2");
                String cursor = json(system.get("/aggregations/ALL?granularity=DAY&from=2026-11-20&limit=1"))
                        .path("nextCursor")
                        .asText();
                system.done("promote", "1");
                system.awaitGeneration("1");
                system.done("promote", "2");
                system.awaitGeneration("2");
                system.done("promote", "1");
                system.awaitGeneration("1");
                assertThat(generation(system.get(
                                "/aggregations/ALL?granularity=DAY&from=2026-11-20&limit=1&cursor=" + cursor)))
                        .as("a cursor keeps its generation")
                        .isEqualTo("2");
                system.done("promote", "2");
                system.awaitGeneration("2");
                system.done("retire", "1");
            } finally {
                isOver.set(true);
                System.out.println("PromotionTest: " + publisher.get() + " events meanwhile");
            }
        }
        readers.assertNothingWrong();
        assertThat(readers.generations()).containsExactlyInAnyOrder("1", "2");
        system.awaitEqual();
        system.done("check");
        assertThat(system.run("promote", "1").err()).contains("Generation 1 is retired");
        assertThat(system.client().listTables().tableNames())
                .contains(TABLE + "-2")
                .doesNotContain(TABLE);
    }

    /** No faster than the totals follow: else every catching up would take longer than the one before. */
    private int publishUntil(AtomicBoolean isOver) throws IOException {
        int count = 0;
        while (!isOver.get()) {
            system.publish("live", count, count += 10);
            int all = count;
            Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> isOver.get() || system.placedToday() >= all);
        }
        return count;
    }

    private static String lastProgress(String err) {
        return err.lines()
                .filter(line -> line.startsWith("loaded "))
                .reduce((before, last) -> last)
                .orElse("");
    }

    @Test
    void one_that_is_behind_catches_up_before_it_is_made_live() throws Exception {
        system.done("rebuild", "--no-promote");
        new RegisteredFeed(system.tables().register()).hold(2);
        system.publish("live", 0, BEHIND);
        Awaitility.await("the live one has them")
                .atMost(Duration.ofMinutes(2))
                .until(() -> system.placed() == SETTLED + BEHIND);
        ReadersOfTotals readers = new ReadersOfTotals(system);
        try (readers) {
            assertThat(system.done("promote", "2").err()).contains("generation 2 is behind generation 1");
            system.awaitGeneration("2");
        }
        readers.assertNothingWrong();
        assertThat(system.done("generations").out()).contains("2    live", "1    fed");
        system.awaitEqual();
    }

    @Test
    void one_that_does_not_catch_up_is_not_made_live_and_the_live_one_goes_on() throws Exception {
        system.done("rebuild", "--no-promote");
        GenerationTables tables = system.tables();
        system.publish("live", 0, 10);
        system.awaitEqual();
        // How far it is, forgotten while nothing comes: it stays behind for ever.
        for (ShardRow shard : tables.shards(2).shards()) {
            system.client()
                    .deleteItem(delete -> delete.tableName(TABLE + "-2")
                            .key(Map.of(
                                    "aggregationKey",
                                    AttributeValue.fromS("SHARDS"),
                                    "period",
                                    AttributeValue.fromS(shard.shardId()))));
        }
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Promotion promotion =
                new Promotion(tables, new RegisteredFeed(tables.register()), nowhere, nowhere, Duration.ofMillis(500));
        assertThatThrownBy(() -> promotion.run(2, ""))
                .isInstanceOf(UsageProblem.class)
                .hasMessageContainingAll("Generation 2 was not as far as generation 1", "generation 1 stays live");
        assertThat(system.done("generations").out()).contains("1    live", "2    fed");
        system.publish("later", 0, 10);
        Awaitility.await("the live one is fed")
                .atMost(Duration.ofMinutes(1))
                .until(() -> system.placed() == SETTLED + 20);
    }

    @Test
    void a_live_one_that_a_killed_promotion_has_left_held_is_fed_again_by_itself() throws Exception {
        new RegisteredFeed(system.tables().register()).hold(1);
        system.publish("live", 0, 10);
        Awaitility.await("it goes on").atMost(Duration.ofMinutes(2)).until(() -> system.placed() == SETTLED + 10);
        assertThat(system.done("generations").out()).contains("1    live");
        system.awaitEqual();
    }
}
