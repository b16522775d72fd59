package io.purchaseorders.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One line that the bus has taken, with what the rules say of it; and how its outcome is told from its receipt. */
record PublishedLine(long line, EntryCheck check) {

    /** Why a line has no outcome yet; a busy system says it of every line. */
    static final String NOT_PROCESSED = "not processed yet: ask later for its receipt, or publish it again";

    /** What became of a line. The names stand in summaries. */
    enum Outcome {
        ACCEPTED,
        DUPLICATE,
        CONFLICT,
        REJECTED,
        PENDING
    }

    /**
     * The outcome of a line.
     *
     * @param reasons in one line; empty where there is nothing to say
     * @param isOpen whether it can still become another
     */
    record Verdict(PublishedLine line, Outcome outcome, String reasons, boolean isOpen) {}

    /**
     * The outcomes of all lines with the same ids, in their order. A receipt is one of ids and not of lines: the content's
     * digest tells whose event is stored, the moment whether it was stored before this run, and of equal lines one alone is
     * the event.
     *
     * @param begun when this run began, by the system's clock
     * @param last whether nobody will ask again, so that what is left is told as it looks
     */
    static List<Verdict> verdicts(List<PublishedLine> sameIds, Receipt receipt, Instant begun, boolean last) {
        boolean allValid = sameIds.stream().allMatch(line -> line.check().isValid());
        boolean taken = receipt.recordedAt().stream().anyMatch(at -> at.isBefore(begun));
        List<Verdict> verdicts = new ArrayList<>();
        for (PublishedLine line : sameIds) {
            Verdict verdict = line.verdict(receipt, taken, last || allValid, begun);
            taken |= verdict.outcome() == Outcome.ACCEPTED;
            verdicts.add(verdict);
        }
        return verdicts;
    }

    private Verdict verdict(Receipt receipt, boolean taken, boolean rejectionIsOurs, Instant begun) {
        if (receipt.recordedAt().isPresent()
                && check.digest().equals(receipt.digest().orElse(check.digest()))
                && (check.isValid() || receipt.digest().isPresent())) {
            return receipt.quarantineReason()
                    .map(reason -> verdict(Outcome.PENDING, "stored, and quarantined: " + reason))
                    .orElseGet(() -> verdict(taken ? Outcome.DUPLICATE : Outcome.ACCEPTED, ""));
        }
        if (!check.isValid()) {
            boolean kept = check.ids().isEmpty() || !receipt.rejections().isEmpty();
            return kept
                    ? verdict(Outcome.REJECTED, EntryCheck.text(check.faults()))
                    : open("not processed yet; it will be rejected: " + EntryCheck.text(check.faults()));
        }
        if (receipt.recordedAt().isPresent()) {
            return verdict(Outcome.CONFLICT, "another content is stored under this eventId of the order");
        }
        return receipt.rejections().stream()
                .filter(rejected -> rejectionIsOurs && !rejected.recordedAt().isBefore(begun))
                .findFirst()
                .map(rejected -> verdict(Outcome.REJECTED, EntryCheck.text(rejected.reasons())))
                .orElseGet(() -> open(NOT_PROCESSED));
    }

    private Verdict verdict(Outcome outcome, String reasons) {
        return new Verdict(this, outcome, reasons, false);
    }

    private Verdict open(String reasons) {
        return new Verdict(this, Outcome.PENDING, reasons, true);
    }
}
