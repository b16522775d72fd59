package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class ReportingTimeZoneTest {

    private static final ZoneId KOLKATA = ZoneId.of("Asia/Kolkata");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void the_zone_of_new_tables_stays_theirs_and_another_one_is_refused_with_the_ways_out() throws Exception {
        var inKolkata = ImmutableSystemSettings.builder().data(data).timeZone(KOLKATA);
        try (var system = EmbeddedSystem.start(inKolkata.apiPort(0).build())) {
            assertThat(LiveTables.at(system.dynamoDb(), "local").zone()).isEqualTo(KOLKATA);
            assertThat(total(system)).contains("\"timeZone\":\"Asia/Kolkata\"");
        }
        assertThatThrownBy(() -> EmbeddedSystem.start(ImmutableSystemSettings.builder()
                        .data(data)
                        .timeZone(ZoneId.of("UTC"))
                        .build()))
                .isInstanceOf(UsageProblem.class)
                .hasMessageContainingAll(
                        "Asia/Kolkata", "UTC", "leave --time-zone out", "./orders rebuild --time-zone UTC");
        try (var system = EmbeddedSystem.start(
                ImmutableSystemSettings.builder().data(data).build())) {
            assertThat(LiveTables.at(system.dynamoDb(), "local").zone())
                    .as("without the flag the tables go on in their own zone")
                    .isEqualTo(KOLKATA);
        }
    }

    @Test
    void a_zone_that_does_not_exist_is_wrong_usage() {
        for (String zone : List.of("Mars/Olympus", "+05:30", "UTC+1", "europe/berlin")) {
            CommandRun run = CommandRun.of("up", "--time-zone", zone);
            assertThat(run.exitCode()).as(zone).isEqualTo(2);
            assertThat(run.err()).contains(zone, "Europe/Berlin");
        }
    }

    private static String total(EmbeddedSystem system) throws Exception {
        String token = new LocalIssuer(system.api()).token(List.of("orders/read"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = system.api().resolve("/aggregations/ALL?granularity=TOTAL");
            return http.send(
                            HttpRequest.newBuilder(uri)
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
