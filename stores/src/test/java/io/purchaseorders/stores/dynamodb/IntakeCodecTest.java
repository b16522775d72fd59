package io.purchaseorders.stores.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.purchaseorders.events.Fault;
import io.purchaseorders.projections.batch.SequenceNumber;
import io.purchaseorders.projections.totals.RowKey;
import io.purchaseorders.stores.EventRef;
import io.purchaseorders.stores.NewerCodecException;
import io.purchaseorders.stores.QuarantineReader.QuarantinedEvent;
import io.purchaseorders.stores.Rejection;
import io.purchaseorders.stores.Violation;
import io.purchaseorders.stores.Violation.Acknowledgement;
import io.purchaseorders.stores.Violation.Evidence;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What is stored of rejections, of the quarantine, of violations and of duplicates, by the letter, and its versions. */
class IntakeCodecTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final EventRef EVENT = new EventRef("o", "2026-11-23T11:00:00.000000000Z#e");
    private static final RowKey ROW = new RowKey("ALL", "D#2026-11-23");

    /** Characters that no line of a test should have. */
    private static final int LONG = 1_000;

    private final Tables tables = LocalTables.create();
    private final DynamoRejectionStore rejections = new DynamoRejectionStore(tables);
    private final DynamoQuarantineStore quarantine = new DynamoQuarantineStore(tables);
    private final DynamoDuplicateStore duplicates = new DynamoDuplicateStore(tables);

    private final Rejection small = rejection("0small", "short");
    private final Rejection large = rejection("1large", incompressible());

    private final QuarantinedEvent event =
            new QuarantinedEvent(EVENT, "why", "shard", SequenceNumber.of("7"), "{\"payload\":1}");
    private final Violation violation = new Violation(
            EVENT,
            Violation.Kind.MODIFY,
            "shard",
            SequenceNumber.of("8"),
            new Evidence(Optional.of(NOON), Optional.of("dynamodb.amazonaws.com"), "before", "after"),
            Optional.empty());

    private static String incompressible() {
        return new Random(5)
                .ints(20_000, ' ', 0x7f)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Rejection rejection(String id, String detail) {
        return new Rejection(
                id,
                NOON,
                Rejection.Outcome.REJECTED,
                "T",
                "shop",
                Optional.of("e"),
                Optional.of("o"),
                List.of(new Fault("/x", "wrong")),
                Optional.empty(),
                detail);
    }

    /** Going back by one release: nothing is counted twice, left out, or marked as older than it is. */
    @Test
    void a_release_that_reads_a_version_and_does_not_write_it_counts_duplicates_and_keeps_the_version() {
        DynamoDuplicateStore newest = new DynamoDuplicateStore(tables, new CodecVersion.Known(2, 2));
        DynamoDuplicateStore readsTheNext = new DynamoDuplicateStore(tables, new CodecVersion.Known(2, 1));
        newest.count("o", "e", "second");
        readsTheNext.count("o", "e", "third");
        readsTheNext.count("o", "e", "third");
        assertThat(readsTheNext.of("o", "e")).isEqualTo(3);
        assertThat(tables.intakeTable()
                        .item("RECEIPT#o#e", "DUPLICATES")
                        .orElseThrow()
                        .getOrDefault("codec", AttributeValue.fromN("0"))
                        .n())
                .isEqualTo("2");
    }

    @BeforeEach
    void write() {
        rejections.add(small);
        rejections.add(large);
        quarantine.quarantine(event);
        quarantine.quarantine(ROW, "too large");
        quarantine.quarantine(new QuarantinedEvent(
                new EventRef("p", EVENT.timestamp()), "why", "shard", SequenceNumber.of("9"), "{}"));
        quarantine.applied(new EventRef("p", EVENT.timestamp()));
        quarantine.record(violation);
        duplicates.count("o", "e", "delivery");
    }

    /** A changed line is a changed codec: it needs a new version, which readers learn one release before writers write it. */
    @Test
    void every_item_is_written_by_the_letter_and_names_its_version() {
        assertThat(items().stream().map(IntakeCodecTest::shown).sorted())
                .containsExactly(
                        "QUARANTINE#1 EVENT#o#2026-11-23T11:00:00.000000000Z#e {at=7, codec=1, orderId=o, reason=why,"
                                + " shard=shard, timestamp=2026-11-23T11:00:00.000000000Z#e}",
                        "QUARANTINE#1 ROW#ALL#D#2026-11-23 {codec=1, reason=too large, rowKey=ALL,"
                                + " rowPeriod=D#2026-11-23}",
                        "QUARANTINED#1 EVENT#o#2026-11-23T11:00:00.000000000Z#e {codec=1, payload={\"payload\":1}}",
                        "QUARANTINED#1 EVENT#p#2026-11-23T11:00:00.000000000Z#e {codec=1}",
                        "RECEIPT#o#e DUPLICATES {codec=1, duplicates=1, lastDelivery=delivery}",
                        "RECEIPT#o#e REJECTION#2026-11-23T12:00:00.000000000Z#0small {codec=1}",
                        "RECEIPT#o#e REJECTION#2026-11-23T12:00:00.000000000Z#1large {codec=1}",
                        "REJECTION#0small FIRST {codec=1, kept=yes, recordedAt=2026-11-23T12:00:00.000000000Z}",
                        "REJECTION#1large DIGEST#0 {codec=1, content=long}",
                        "REJECTION#1large FIRST {codec=1, kept=yes, recordedAt=2026-11-23T12:00:00.000000000Z}",
                        "REJECTIONS#0 2026-11-23T12:00:00.000000000Z#0small {codec=1, content={\"type\":\"T\",\"source\":\"shop\","
                                + "\"eventId\":\"e\",\"orderId\":\"o\",\"reasons\":[[\"/x\",\"wrong\"]],\"detail\":\"short\"},"
                                + " outcome=REJECTED}",
                        "REJECTIONS#1 2026-11-23T12:00:00.000000000Z#1large {codec=1, contentDigest=DIGEST,"
                                + " contentParts=1, outcome=REJECTED}",
                        "VIOLATED shard#8#after {codec=1, payload=after}",
                        "VIOLATED shard#8#before {codec=1, payload=before}",
                        "VIOLATIONS shard#8 {at=8, codec=1, kind=MODIFY, orderId=o, principal=dynamodb.amazonaws.com,"
                                + " shard=shard, time=2026-11-23T12:00:00Z,"
                                + " timestamp=2026-11-23T11:00:00.000000000Z#e}");
    }

    private List<Map<String, AttributeValue>> items() {
        return tables.client().scanPaginator(scan -> scan.tableName(tables.intake())).items().stream()
                .toList();
    }

    private static String shown(Map<String, AttributeValue> item) {
        Map<String, String> rest = new TreeMap<>();
        item.forEach((name, value) -> rest.put(
                name,
                switch (value.type()) {
                    case N -> value.n();
                    case S -> value.s();
                    default -> unzipped(value);
                }));
        return (rest.remove("subject") + " " + rest.remove("entry") + " " + rest)
                .replaceAll("[0-9a-f]{64}", "DIGEST")
                .replaceAll("0{39}(?=[0-9])", "");
    }

    private static String unzipped(AttributeValue value) {
        try (GZIPInputStream zip =
                new GZIPInputStream(new ByteArrayInputStream(value.b().asByteArray()))) {
            String text = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
            return text.length() < LONG ? text : "long";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first writers wrote none. */
    @Test
    void an_item_without_a_version_is_of_the_first_one() {
        for (Map<String, AttributeValue> item : items()) {
            Map<String, AttributeValue> without = new HashMap<>(item);
            without.remove("codec");
            put(without);
        }
        assertThat(all()).containsExactly(large, small);
        assertThat(rejections.of("o", "e", 10)).containsExactly(large, small);
        assertThat(quarantine.events()).containsExactly(event);
        assertThat(quarantine.state().rows()).containsExactly(ROW);
        assertThat(quarantine.violations()).containsExactly(violation);
        duplicates.count("o", "e", "another");
        assertThat(duplicates.of("o", "e")).isEqualTo(2);
        rejections.add(small);
        assertThat(all()).containsExactly(large, small);
        assertThat(quarantine.acknowledge(violation.id(), acknowledgement())).isTrue();
    }

    private List<Rejection> all() {
        return rejections
                .newestFirst(Optional.empty(), Optional.empty(), Optional.empty())
                .toList();
    }

    private static Acknowledgement acknowledgement() {
        return new Acknowledgement("ann", "reported", NOON);
    }

    private void put(Map<String, AttributeValue> item) {
        tables.client().putItem(put -> put.tableName(tables.intake()).item(item));
    }

    @Test
    void an_item_of_a_newer_version_is_refused_by_whoever_reads_or_changes_it_and_stays_as_it_is() {
        Map<String, List<ThrowingCallable>> calls = Map.of(
                "QUARANTINE#1 EVENT",
                List.of(
                        quarantine::state,
                        quarantine::events,
                        () -> quarantine.of("o"),
                        () -> quarantine.decisions("").toList()),
                "QUARANTINE#1 ROW",
                List.of(quarantine::state, () -> quarantine.decisions("EVENT#z").toList()),
                "QUARANTINED#1 EVENT#o",
                List.of(quarantine::events, () -> quarantine.of("o"), () -> quarantine.applied(EVENT)),
                "RECEIPT#o#e DUPLICATES",
                List.of(() -> duplicates.count("o", "e", "another"), () -> duplicates.of("o", "e")),
                "RECEIPT#o#e REJECTION",
                List.of(() -> rejections.of("o", "e", 10)),
                "REJECTION#0small FIRST",
                List.of(() -> rejections.add(small)),
                "REJECTION#1large [0-9a-f]",
                List.of(this::all, () -> rejections.of("o", "e", 10)),
                "REJECTIONS#0",
                List.of(this::all, () -> rejections.of("o", "e", 10)),
                "VIOLATED shard#0*8#before",
                List.of(quarantine::violations),
                "VIOLATIONS",
                List.of(quarantine::violations, () -> quarantine.acknowledge(violation.id(), acknowledgement())));
        calls.forEach((kind, refused) -> {
            Map<String, AttributeValue> known = items().stream()
                    .filter(item -> (Attributes.text(item, "subject") + " " + Attributes.text(item, "entry"))
                            .matches(kind + ".*"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no item is a " + kind));
            Map<String, AttributeValue> newer = new HashMap<>(known);
            newer.put("codec", AttributeValue.fromN("2"));
            put(newer);
            for (ThrowingCallable call : refused) {
                assertThatThrownBy(call)
                        .as(kind)
                        .isInstanceOf(NewerCodecException.class)
                        .hasMessageContaining("version 2");
            }
            assertThat(items()).as(kind).contains(newer);
            put(known);
        });
    }

    /** A rejection that was not written to its end is written again, by whichever release sees it next. */
    @Test
    void what_a_newer_release_wrote_of_a_rejection_stays_as_it_is_when_it_is_written_again() {
        List<Map<String, AttributeValue>> newer = items().stream()
                .filter(item -> !Attributes.text(item, "entry").equals("FIRST"))
                .filter(item -> Attributes.text(item, "entry").contains("1large")
                        || Attributes.text(item, "subject").equals("REJECTION#1large"))
                .map(item -> {
                    Map<String, AttributeValue> changed = new HashMap<>(item);
                    changed.put("codec", AttributeValue.fromN("2"));
                    put(changed);
                    return changed;
                })
                .toList();
        assertThat(newer).hasSize(3);
        tables.client()
                .updateItem(update -> update.tableName(tables.intake())
                        .key(tables.intakeTable().key("REJECTION#1large", "FIRST"))
                        .updateExpression("REMOVE kept"));
        rejections.add(large);
        assertThat(items()).containsAll(newer);
    }
}
