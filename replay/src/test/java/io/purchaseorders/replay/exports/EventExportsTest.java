package io.purchaseorders.replay.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.events.RandomHistories;
import io.purchaseorders.events.RecordedEvent;
import io.purchaseorders.replay.WrittenExports;
import io.purchaseorders.stores.dynamodb.EventItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports as they lie about: downloaded in any layout, beside others, with parts missing. */
@NullMarked
class EventExportsTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-11-24T00:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final List<RecordedEvent> events = new RandomHistories(1).recorded(2, 5);

    private List<String> findings() throws IOException {
        return EventExports.findings(EventExports.under(folder));
    }

    @Test
    void a_bucket_that_was_synchronized_whole_is_found_at_any_depth_of_its_prefix() throws IOException {
        Path deep = folder.resolve("a/b/c/d/e/f/g/h/i/j/k/l");
        WrittenExports.full(deep, "01-full", events);
        WrittenExports.incremental(deep, "02-more", events.subList(0, 1));
        // What the service and the download leave beside them.
        Files.createFile(deep.resolve("AWSDynamoDB/01-full/_started"));
        Files.createFile(deep.resolve("AWSDynamoDB/01-full/data/.DS_Store"));
        assertThat(EventExports.under(folder))
                .extracting(ExportFolder::isIncremental)
                .containsExactly(false, true);
        assertThat(findings()).isEmpty();
    }

    @Test
    void the_folder_of_one_export_is_enough() throws IOException {
        WrittenExports.full(folder, "01-full", events);
        assertThat(EventExports.under(folder.resolve("AWSDynamoDB/01-full"))).hasSize(1);
        assertThat(EventExports.under(folder.resolve("AWSDynamoDB"))).hasSize(1);
    }

    @Test
    void symbolic_links_are_followed_each_export_counts_once_and_a_circle_ends() throws IOException {
        Path elsewhere = Files.createDirectories(folder.resolve("disk"));
        WrittenExports.full(elsewhere, "01-full", events);
        Path asked = Files.createDirectories(folder.resolve("asked"));
        Files.createSymbolicLink(asked.resolve("link"), elsewhere);
        Files.createSymbolicLink(asked.resolve("again"), elsewhere);
        Files.createSymbolicLink(asked.resolve("up"), asked);
        assertThat(EventExports.under(asked)).hasSize(1);
        Files.createSymbolicLink(folder.resolve("the-folder-itself"), asked);
        assertThat(EventExports.under(folder.resolve("the-folder-itself"))).hasSize(1);
    }

    @Test
    void exports_of_the_systems_other_tables_may_lie_beside() throws IOException {
        WrittenExports.full(folder, "01-full", events);
        WrittenExports.write(folder, "02-rows", "order-aggregations-test", List.of(), false);
        WrittenExports.write(folder, "03-intake", "order-intake-test", List.of(), false);
        assertThat(EventExports.under(folder)).hasSize(1);
    }

    @Test
    void an_export_of_a_foreign_table_is_refused_by_its_name() throws IOException {
        WrittenExports.full(folder, "01-full", events);
        WrittenExports.write(folder, "02-users", "users", List.of(), false);
        assertThatThrownBy(() -> EventExports.under(folder))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("the table users in " + folder);
    }

    @Test
    void two_environments_in_one_folder_are_refused_by_their_names() throws IOException {
        WrittenExports.full(folder, "01-full", events);
        WrittenExports.write(folder, "02-prod", "purchase-orders-prod", List.of(), false);
        assertThatThrownBy(() -> EventExports.under(folder))
                .isInstanceOf(ExportProblem.class)
                .hasMessageContaining("purchase-orders-prod, purchase-orders-test");
    }

    @Test
    void an_event_that_a_later_full_export_lacks_is_named() throws IOException {
        WrittenExports.full(folder.resolve("one"), "01-full", events);
        full("02-full", MIDNIGHT.plusSeconds(86_400), events.subList(1, events.size()));
        assertThat(findings())
                .containsExactly(words(events.getFirst(), "is not in the later full export of 2026-11-25T00:00:00Z"));
    }

    @Test
    void an_event_of_an_increment_that_a_later_full_export_lacks_is_named_too() throws IOException {
        full("01-full", MIDNIGHT, events.subList(1, events.size()));
        increment("02-more", MIDNIGHT, MIDNIGHT.plusSeconds(60), inserted(events.getFirst()));
        full("03-full", MIDNIGHT.plusSeconds(120), events.subList(1, events.size()));
        assertThat(findings()).hasSize(1).first().asString().startsWith(words(events.getFirst(), "is not in"));
    }

    @Test
    void a_change_of_a_stored_event_is_named_whatever_it_touches() throws IOException {
        full("01-full", MIDNIGHT, events);
        ObjectNode line = inserted(events.getFirst());
        line.set("OldImage", line.path("NewImage").deepCopy());
        line.withObject("/NewImage/note").put("S", "an attribute of nobody's");
        increment("02-more", MIDNIGHT, MIDNIGHT.plusSeconds(60), line);
        assertThat(findings()).containsExactly(words(events.getFirst(), "was changed after it was stored"));
    }

    @Test
    void a_gap_between_increments_is_named_and_one_before_the_first() throws IOException {
        full("01-full", MIDNIGHT, events);
        increment("02-more", MIDNIGHT, MIDNIGHT.plusSeconds(60), inserted(events.getFirst()));
        increment("03-more", MIDNIGHT.plusSeconds(90), MIDNIGHT.plusSeconds(120), inserted(events.getFirst()));
        assertThat(findings())
                .containsExactly("no export covers the time from 2026-11-24T00:01:00Z to 2026-11-24T00:01:30Z: an"
                        + " incremental export is missing");
        Path alone = folder.resolve("alone");
        WrittenExports.incremental(alone, "02-more", events);
        assertThat(EventExports.gaps(EventExports.under(alone)))
                .singleElement()
                .asString()
                .contains("there is no full export");
    }

    @Test
    void increments_that_meet_or_overlap_leave_no_gap() throws IOException {
        full("01-full", MIDNIGHT, events);
        increment("02-more", MIDNIGHT.minusSeconds(60), MIDNIGHT.plusSeconds(60), inserted(events.getFirst()));
        increment("03-more", MIDNIGHT.plusSeconds(60), MIDNIGHT.plusSeconds(120), inserted(events.getFirst()));
        assertThat(findings()).isEmpty();
    }

    private static String words(RecordedEvent event, String what) {
        return "event " + event.event().eventId() + " of order " + event.event().orderId() + " " + what;
    }

    private void full(String id, Instant time, List<RecordedEvent> items) throws IOException {
        try (ExportWriter export = new ExportWriter(folder, "purchase-orders-test", id, time, false);
                ExportWriter.DataWriter file = export.file(id)) {
            for (RecordedEvent event : items) {
                file.line(item(event, "Item").toString());
            }
        }
    }

    private void increment(String id, Instant since, Instant time, ObjectNode line) throws IOException {
        try (ExportWriter export = new ExportWriter(folder, "purchase-orders-test", id, time, true, since);
                ExportWriter.DataWriter file = export.file(id)) {
            file.line(line.toString());
        }
    }

    private static ObjectNode inserted(RecordedEvent event) {
        ObjectNode line = item(event, "NewImage");
        Map<String, String> all = EventItem.write(event);
        for (String key : List.of("orderId", "timestamp")) {
            line.withObject("/Keys/" + key).put("S", all.get(key));
        }
        return line;
    }

    private static ObjectNode item(RecordedEvent event, String member) {
        ObjectNode line = DetailJson.MAPPER.createObjectNode();
        ObjectNode image = line.putObject(member);
        EventItem.write(event).forEach((name, text) -> image.putObject(name).put("S", text));
        return line;
    }
}
