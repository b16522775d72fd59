package io.purchaseorders.log;

import java.util.List;
import java.util.Optional;

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

    /** Proves the entry with this index. */
    public TlogProof prove(long index) {
        return new TlogProof(entry(index), index, MerkleTree.inclusion(tree, index, checkpoint.size()), note);
    }

    /** Proves that this log begins with what it was at an older size. */
    public List<Hash> proveConsistency(long oldSize) {
        return MerkleTree.consistency(tree, oldSize, checkpoint.size());
    }
}
