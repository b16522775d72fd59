package io.purchaseorders.cli;

import static io.purchaseorders.cli.SettledSystem.TABLE;
import static io.purchaseorders.cli.SettledSystem.entry;
import static io.purchaseorders.cli.SettledSystem.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A running system whose projections are made anew by {@code ./orders rebuild}. */
@Timeout(600)
class GenerationsTest {

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
    void whatever_is_wrong_with_rows_is_mended_by_one_rebuild() throws Exception {
        system.client()
                .updateItem(update -> update.tableName(TABLE)
                        .key(key("ALL", "M#2026-11"))
                        .updateExpression("ADD #gross :cent")
                        .expressionAttributeNames(Map.of("#gross", "amounts.EUR.gross"))
                        .expressionAttributeValues(Map.of(":cent", AttributeValue.fromN("0.01"))));
        system.client().deleteItem(delete -> delete.tableName(TABLE).key(key("PRODUCT#s", "M#2026-11")));
        system.client().deleteItem(delete -> delete.tableName(TABLE).key(key("ORDER#settled1", "STATE")));
        system.publish(entry(
                "OrderConfirmed",
                "{\"eventId\":\"c\",\"orderId\":\"settled1\",\"occurredAt\":\"2026-11-20T11:00:00Z\"}"));
        assertThat(system.run("replay").exitCode()).isEqualTo(1);
        assertThat(system.run("check").exitCode()).isEqualTo(1);

        system.done("rebuild");
        system.awaitEqual();
        system.done("check");
        assertThat(system.done("generations").out()).contains("2    live", "1    fed");
    }

    @Test
    void a_dropped_table_is_noticed_takes_nothing_and_is_mended_by_one_rebuild() throws Exception {
        system.client().deleteTable(delete -> delete.tableName(TABLE));
        system.publish("late", 0, 10);
        for (String command : List.of("check", "replay")) {
            CommandRun told = system.run(command);
            assertThat(told.exitCode()).isEqualTo(1);
            assertThat(told.err()).contains(TABLE, "generation 1", "lost", "./orders rebuild");
        }
        assertThat(system.done("generations").out()).contains("1    lost");
        assertThat(system.get("/aggregations/ALL?granularity=TOTAL").statusCode())
                .isEqualTo(503);
        assertThat(system.client().listTables().tableNames())
                .as("nothing makes it anew")
                .doesNotContain(TABLE);

        assertThat(system.done("rebuild").out()).contains("Generation 1, whose table was lost, is retired");
        system.awaitEqual();
        system.done("check");
        system.awaitGeneration("2");
    }

    @Test
    void another_time_zone_is_a_new_generation_and_the_one_before_keeps_its_own() throws Exception {
        assertThat(system.done("rebuild", "--time-zone", "Pacific/Auckland", "--no-promote")
                        .out())
                .contains("stays live");
        assertThat(json(system.get("/aggregations/ALL?granularity=TOTAL"))
                        .path("timeZone")
                        .asText())
                .isEqualTo("UTC");
        system.done("promote", "2");
        system.awaitGeneration("2");
        JsonNode days = json(system.get("/aggregations/ALL?granularity=HOUR&from=2026-11-20T00&to=2026-11-21T00"));
        assertThat(days.path("timeZone").asText()).isEqualTo("Pacific/Auckland");
        assertThat(days.path("items").findValuesAsText("period")).containsExactly("2026-11-20T23");
        system.awaitEqual();
        system.done("promote", "1");
        system.awaitGeneration("1");
        system.awaitEqual();
    }

    @Test
    void what_is_not_finished_is_discarded_and_said_and_the_live_one_is_not_touched() throws Exception {
        GenerationTables tables = system.tables();
        tables.register().change(now -> now.begin(now.liveOne().timeZone(), Instant.now()));
        assertThat(system.run("promote", "2").err()).contains("Generation 2 is being built");
        assertThat(system.run("retire", "1").err()).contains("Generation 1 is live");
        CommandRun rebuild = system.done("rebuild");
        assertThat(rebuild.out()).contains("Generation 2 was left unfinished: it is discarded", "Generation 3 is live");
        assertThat(system.done("rebuild").out())
                .contains("Generation 1 is retired to make room", "Generation 4 is live");
        system.awaitEqual();
    }

    private static Map<String, AttributeValue> key(String aggregationKey, String period) {
        return Map.of("aggregationKey", AttributeValue.fromS(aggregationKey), "period", AttributeValue.fromS(period));
    }
}
