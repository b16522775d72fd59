package io.purchaseorders.log;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The only one that appends to a log. Any number of writers, in any number of processes, may append to one log, and each may
 * die at any moment: the log goes on from one checkpoint to the next, and no two checkpoints are signed that contradict
 * each other.
 *
 * <p>An append first replaces {@code pending}, which decides what follows the present checkpoint; then it writes the new
 * tiles, flushes them, and replaces {@code checkpoint}. Both are replaced only if they are what was read, and a pending step
 * that follows the present checkpoint is carried out before another is decided. So each checkpoint has one successor,
 * and whatever is written for it is the same bytes, whoever writes it, however late.
 */
public final class LogWriter {

    /** At most so many entries are appended at once; a run's file is then about 16 MB. */
    public static final int LONGEST_RUN = 65_536;

    /** How often another writer may come first before an append gives up. */
    private static final int MOST_ATTEMPTS = 100;

    private final LogStorage storage;
    private final NoteSigner signer;
    private final EntryIndex index = new EntryIndex();

    public LogWriter(LogStorage storage, NoteSigner signer) {
        this.storage = storage;
        this.signer = signer;
    }

    /** Where each event is, as of the last append. */
    public EntryIndex index() {
        return index;
    }

    /**
     * Appends the entries that the log does not have yet, sorted by order id and timestamp, under one new checkpoint. The
     * first call for a log signs the checkpoint of the empty log. Costs as much as there are new entries, after everything
     * that the log holds was read once.
     *
     * @return how many were appended
     * @throws LogProblem where the log is not what its key signed, so that nothing may be appended
     * @throws IllegalArgumentException for more than {@link #LONGEST_RUN} entries
     */
    public synchronized int append(Collection<LogEntry> run) {
        if (run.size() > LONGEST_RUN) {
            throw new IllegalArgumentException("a run has at most " + LONGEST_RUN + " entries, not " + run.size());
        }
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            Settled settled = settled();
            long size = settled.base().size();
            if (index.size() > size) {
                throw new LogProblem("The log had " + index.size() + " entries before and has " + size
                        + " now: it was put back, so nothing may be appended.");
            }
            index.catchUp(storage, size);
            List<LogEntry> fresh = unknown(run);
            if (fresh.isEmpty()) {
                return 0;
            }
            if (decide(settled, fresh)) {
                index.learn(fresh);
                return fresh.size();
            }
        }
        throw outrun();
    }

    /**
     * Appends these entries in their order, if the log has exactly {@code size} entries, and says whether it did. Reads no
     * entry of the log, so it costs the same however long the log is; that none is in the log already is the caller's to know.
     *
     * @throws LogProblem where the log is not what its key signed, so that nothing may be appended
     * @throws IllegalArgumentException for no entry, or more than {@link #LONGEST_RUN}
     */
    public synchronized boolean appendAt(long size, List<LogEntry> run) {
        if (run.isEmpty() || run.size() > LONGEST_RUN) {
            throw new IllegalArgumentException("a run has 1 to " + LONGEST_RUN + " entries, not " + run.size());
        }
        Settled settled = settled();
        return settled.base().size() == size && decide(settled, run);
    }

    /** The log's checkpoint once whatever was decided is carried out; that of the empty log, signed now, for a new one. */
    public synchronized Checkpoint settle() {
        return settled().base();
    }

    /** A log with nothing left to be carried out: what {@code pending} holds, and the checkpoint. */
    private record Settled(Optional<byte[]> decided, Optional<byte[]> note, Checkpoint base) {}

    private Settled settled() {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            // In this order: a checkpoint that is read later is never older than what the step follows.
            Optional<byte[]> decided = storage.read(Pending.PATH);
            Optional<byte[]> note = storage.read(Checkpoint.PATH);
            if (note.isEmpty()) {
                signEmpty(decided);
                continue;
            }
            Checkpoint base = Checkpoint.open(note.get(), signer.verifierKey());
            Optional<Pending> unfinished =
                    decided.map(Pending::parse).filter(pending -> pending.baseSize() >= base.size());
            if (unfinished.isEmpty()) {
                return new Settled(decided, note, base);
            }
            requireFollows(unfinished.get(), base);
            carryOut(unfinished.get(), base, note);
        }
        throw outrun();
    }

    private boolean decide(Settled settled, List<LogEntry> entries) {
        Pending next = Pending.after(settled.base(), entries);
        if (!storage.replace(Pending.PATH, settled.decided(), next.bytes())) {
            return false;
        }
        carryOut(next, settled.base(), settled.note());
        return true;
    }

    private static LogProblem outrun() {
        return new LogProblem("Other writers appended to the log all the time: run this again.");
    }

    private List<LogEntry> unknown(Collection<LogEntry> run) {
        Set<String> keys = new HashSet<>();
        return run.stream()
                .filter(entry -> index.find(entry.key()).isEmpty() && keys.add(entry.key()))
                .sorted(Comparator.comparing(LogEntry::orderId).thenComparing(LogEntry::timestamp))
                .toList();
    }

    private void signEmpty(Optional<byte[]> decided) {
        if (decided.isPresent()) {
            throw new LogProblem("The log has lost its checkpoint: restore it before anything is appended.");
        }
        String origin = signer.verifierKey().name();
        replaceCheckpoint(Optional.empty(), new Checkpoint(origin, 0, Hash.OF_EMPTY_TREE));
    }

    private static void requireFollows(Pending pending, Checkpoint base) {
        if (!pending.follows(base)) {
            throw new LogProblem(
                    "The log was decided to go on from " + pending.baseSize() + " entries, and its checkpoint has "
                            + base.size() + ": it is an older or another one, so nothing may be appended.");
        }
    }

    private void carryOut(Pending pending, Checkpoint base, Optional<byte[]> note) {
        TiledTree old = new TiledTree(storage, base.size());
        if (!old.root().equals(base.root())) {
            throw new LogProblem(
                    "The tiles of the log do not have the root of its checkpoint: nothing may be appended.");
        }
        Frontier frontier = Frontier.of(old, base.size());
        List<Hash> leaves = pending.entries().stream().map(Hash::leaf).toList();
        leaves.forEach(frontier::add);
        NewTiles tiles = new NewTiles(storage, old);
        tiles.writeEntries(pending.entries());
        tiles.writeHashes(leaves);
        storage.flush();
        tiles.deleteSuperseded();
        replaceCheckpoint(note, new Checkpoint(base.origin(), frontier.size(), frontier.root()));
    }

    /** Where another writer was faster, it has written the very same checkpoint. */
    private void replaceCheckpoint(Optional<byte[]> expected, Checkpoint next) {
        storage.replace(
                Checkpoint.PATH, expected, SignedNote.sign(next.text(), signer).bytes());
    }
}
