package io.purchaseorders.cli;

import static io.purchaseorders.cli.PublishedLine.Outcome.ACCEPTED;
import static io.purchaseorders.cli.PublishedLine.Outcome.CONFLICT;
import static io.purchaseorders.cli.PublishedLine.Outcome.DUPLICATE;
import static io.purchaseorders.cli.PublishedLine.Outcome.PENDING;
import static io.purchaseorders.cli.PublishedLine.Outcome.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.cli.EntryCheck.Ids;
import io.purchaseorders.cli.PublishedLine.Outcome;
import io.purchaseorders.cli.PublishedLine.Verdict;
import io.purchaseorders.events.Fault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One receipt for all lines with the same ids: which line is what? */
class PublishedLineTest {

    private static final Instant BEGUN = Instant.parse("2026-11-30T10:00:00Z");
    private static final Instant BEFORE = BEGUN.minusSeconds(1);
    private static final Instant AFTER = BEGUN.plusSeconds(1);
    private static final List<Fault> FAULTS = List.of(new Fault("/currency", "must be another"));

    private static EntryCheck valid(String digest) {
        return new EntryCheck(Optional.of(new Ids("o", "e")), digest, List.of(), List.of());
    }

    private static EntryCheck faulty(String digest) {
        return new EntryCheck(Optional.of(new Ids("o", "e")), digest, FAULTS, List.of());
    }

    private static Receipt stored(Instant at, String digest) {
        return new Receipt(Optional.of(at), Optional.of(digest), Optional.empty(), List.of());
    }

    private static Receipt rejected(Instant at) {
        return new Receipt(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new Receipt.Rejected(at, List.of(new Fault("/orderId", "is full")))));
    }

    private static List<Outcome> outcomes(Receipt receipt, boolean last, EntryCheck... checks) {
        List<PublishedLine> lines = IntStream.range(0, checks.length)
                .mapToObj(i -> new PublishedLine(i + 1, checks[i]))
                .toList();
        return PublishedLine.verdicts(lines, receipt, BEGUN, last).stream()
                .map(Verdict::outcome)
                .toList();
    }

    @Test
    void of_equal_lines_one_is_the_event_unless_it_was_stored_before() {
        assertThat(outcomes(stored(AFTER, "a"), false, valid("a"), valid("a"))).containsExactly(ACCEPTED, DUPLICATE);
        assertThat(outcomes(stored(BEGUN, "a"), false, valid("a"))).containsExactly(ACCEPTED);
        assertThat(outcomes(stored(BEFORE, "a"), false, valid("a"), valid("a"))).containsExactly(DUPLICATE, DUPLICATE);
    }

    @Test
    void another_content_is_a_conflict_whichever_line_came_first() {
        assertThat(outcomes(stored(AFTER, "b"), false, valid("a"), valid("b"), valid("b")))
                .containsExactly(CONFLICT, ACCEPTED, DUPLICATE);
        assertThat(outcomes(stored(BEFORE, "b"), false, valid("a"))).containsExactly(CONFLICT);
    }

    @Test
    void what_breaks_rules_is_rejected_once_the_system_has_kept_it() {
        assertThat(outcomes(rejected(AFTER), false, faulty("a"))).containsExactly(REJECTED);
        assertThat(outcomes(Receipt.UNKNOWN, false, faulty("a"))).containsExactly(PENDING);
        assertThat(outcomes(Receipt.UNKNOWN, true, faulty("a"))).containsExactly(PENDING);
        EntryCheck withoutIds = new EntryCheck(Optional.empty(), "a", FAULTS, List.of());
        assertThat(outcomes(Receipt.UNKNOWN, true, withoutIds)).containsExactly(REJECTED);
    }

    @Test
    void the_system_has_the_last_word_about_rules() {
        assertThat(outcomes(rejected(AFTER), false, valid("a"))).containsExactly(REJECTED);
        assertThat(outcomes(stored(AFTER, "a"), false, faulty("a"))).containsExactly(ACCEPTED);
    }

    @Test
    void a_rejection_of_before_says_nothing_of_what_was_mended_since() {
        assertThat(outcomes(rejected(BEFORE), false, valid("a"))).containsExactly(PENDING);
        assertThat(outcomes(rejected(BEFORE), true, valid("a"))).containsExactly(PENDING);
        assertThat(outcomes(rejected(AFTER), false, faulty("a"), valid("b"))).containsExactly(REJECTED, PENDING);
    }

    @Test
    void what_nobody_knows_stays_pending() {
        assertThat(outcomes(Receipt.UNKNOWN, true, valid("a"))).containsExactly(PENDING);
        Receipt quarantined = new Receipt(Optional.of(AFTER), Optional.of("a"), Optional.of("unreadable"), List.of());
        List<Verdict> verdicts =
                PublishedLine.verdicts(List.of(new PublishedLine(1, valid("a"))), quarantined, BEGUN, false);
        assertThat(verdicts)
                .extracting(Verdict::outcome, Verdict::isOpen, Verdict::reasons)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(PENDING, false, "stored, and quarantined: unreadable"));
        assertThat(Arrays.asList(Outcome.values())).hasSize(5);
    }

    @Test
    void many_lines_that_are_not_processed_yet_are_told_in_one_line_with_their_numbers() {
        var told = new StringWriter();
        var tally = new Tally(new PrintWriter(told, true));
        IntStream.rangeClosed(1, 1_001)
                .forEach(line -> PublishedLine.verdicts(
                                List.of(new PublishedLine(line, line == 7 ? faulty("a") : valid("a"))),
                                Receipt.UNKNOWN,
                                BEGUN,
                                true)
                        .forEach(tally::settled));
        tally.ended();
        assertThat(told.toString().lines())
                .containsExactly(
                        "line 1: pending: " + PublishedLine.NOT_PROCESSED,
                        "line 7: pending: not processed yet; it will be rejected: /currency must be another",
                        "lines 2-6, 8-1001: pending: " + PublishedLine.NOT_PROCESSED);
    }
}
