package io.purchaseorders.log;

import io.purchaseorders.log.Finding.Kind;
import java.util.Optional;

/**
 * The auditor's question: is this log what its key signed, does it continue the checkpoint that I kept, and are the exported
 * events those that were logged? It needs nothing but files and the verifier key, and trusts nothing that it reads.
 */
public final class LogVerifier {

    private LogVerifier() {}

    /**
     * Verifies a whole log.
     *
     * @param since a signed checkpoint of an earlier time, kept where the log's keeper could not change it
     * @param export the events to compare with the log
     */
    public static LogReport verify(
            LogFiles log, VerifierKey key, Optional<byte[]> since, Optional<ExportedEvents> export) {
        LogReport report = new LogReport();
        Optional<Checkpoint> current = checkpoint(log.read(Checkpoint.PATH), Checkpoint.PATH, key, report);
        if (current.isEmpty()) {
            return report;
        }
        report.setEntries(current.get().size());
        Optional<Checkpoint> kept =
                since.isEmpty() ? Optional.empty() : checkpoint(since, "The kept checkpoint", key, report);
        LoggedEvents events = new LoggedEvents(report);
        new TreeAudit(log, current.get(), kept, events, report).run();
        export.ifPresent(exported -> new ExportComparison(log, current.get(), events, report).compare(exported));
        return report;
    }

    /** A checkpoint whose signature is wrong is reported and still looked at, to say more about what was done. */
    private static Optional<Checkpoint> checkpoint(
            Optional<byte[]> note, String subject, VerifierKey key, LogReport report) {
        if (note.isEmpty()) {
            report.add(Kind.BAD_CHECKPOINT, subject, "is missing.");
            return Optional.empty();
        }
        try {
            return Optional.of(Checkpoint.open(note.get(), key));
        } catch (LogProblem e) {
            report.add(Kind.BAD_CHECKPOINT, subject, "is not valid: " + e.getMessage());
        }
        try {
            return Optional.of(Checkpoint.parse(SignedNote.parse(note.get()).text()));
        } catch (LogProblem e) {
            return Optional.empty();
        }
    }
}
