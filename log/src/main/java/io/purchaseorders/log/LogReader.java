package io.purchaseorders.log;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A log as its checkpoint was when this was opened. What it reads it does not verify; {@link LogVerifier} does. */
public final class LogReader {

    private final SignedNote note;
    private final Checkpoint checkpoint;
    private final TiledTree tree;

    private LogReader(SignedNote note, Checkpoint checkpoint, TiledTree tree) {
        this.note = note;
        this.checkpoint = checkpoint;
        this.tree = tree;
    }

    /** Nothing where the log has no checkpoint yet. */
    public static Optional<LogReader> open(LogFiles files) {
        return files.read(Checkpoint.PATH).map(content -> {
            SignedNote note = SignedNote.parse(content);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            return new LogReader(note, checkpoint, new TiledTree(files, checkpoint.size()));
        });
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }

    public LogEntry entry(long index) {
        return LogEntry.parse(tree.entries(index / Tile.FULL).get((int) (index % Tile.FULL)));
    }

    /**
     * The index of an event's entry among those from {@code begin} to {@code end}, which are sorted by order id and timestamp:
     * by halving.
     */
    public OptionalLong find(long begin, long end, String orderId, String timestamp) {
        long low = begin;
        long high = end;
        while (low < high) {
            long middle = (low + high) >>> 1;
            LogEntry entry = entry(middle);
            int order = entry.orderId().compareTo(orderId);
            order = order == 0 ? entry.timestamp().compareTo(timestamp) : order;
            if (order == 0) {
                return OptionalLong.of(middle);
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return OptionalLong.empty();
    }

    /** Proves the entry with this index. */
    public TlogProof prove(long index) {
        return new TlogProof(entry(index), index, MerkleTree.inclusion(tree, index, checkpoint.size()), note);
    }

    /** Proves that this log begins with what it was at an older size. */
    public List<Hash> proveConsistency(long oldSize) {
        return MerkleTree.consistency(tree, oldSize, checkpoint.size());
    }
}
