package io.purchaseorders.log;

import io.purchaseorders.log.Finding.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One pass over all entries and tiles of a log, from the left to the right: computes the root from the entries, and compares
 * each tile with the entries or tiles below it. Where two disagree, the tile above tells which of them was changed.
 */
final class TreeAudit {

    private final TiledTree tree;
    private final Checkpoint checkpoint;
    private final Optional<Checkpoint> kept;
    private final LoggedEvents events;
    private final LogReport report;
    private final Frontier frontier = new Frontier();
    private boolean isComplete = true;
    private boolean isNamed;

    TreeAudit(LogFiles log, Checkpoint checkpoint, Optional<Checkpoint> kept, LoggedEvents events, LogReport report) {
        this.tree = new TiledTree(log, checkpoint.size());
        this.checkpoint = checkpoint;
        this.kept = kept;
        this.events = events;
        this.report = report;
    }

    void run() {
        kept.filter(old -> old.size() > checkpoint.size())
                .ifPresent(old -> report.add(
                        Kind.ROLLED_BACK,
                        "The log",
                        "had " + old.size() + " entries at the kept checkpoint and has " + checkpoint.size() + "."));
        for (long bundle = 0; bundle * Tile.FULL < checkpoint.size(); bundle++) {
            auditBundle(bundle);
        }
        compareWithKept();
        for (int level = 1; level <= Tile.highestLevel(checkpoint.size()); level++) {
            for (long index = 0; index * Tile.FULL < Tile.hashes(level, checkpoint.size()); index++) {
                long tile = index;
                int above = level;
                read(() -> tree.hashes(above, tile)).ifPresent(hashes -> auditParent(above, tile, hashes));
            }
        }
        if (isComplete && !isNamed && !frontier.root().equals(checkpoint.root())) {
            report.add(
                    Kind.BAD_CHECKPOINT,
                    Checkpoint.PATH,
                    "signs the root " + checkpoint.root() + ", and the entries have " + frontier.root() + ".");
        }
    }

    private void auditBundle(long bundle) {
        Optional<List<byte[]>> entries = read(() -> tree.entries(bundle));
        Optional<List<Hash>> stored = read(() -> tree.hashes(0, bundle));
        Optional<List<Hash>> computed =
                entries.map(each -> each.stream().map(Hash::leaf).toList());
        if (stored.isPresent() && computed.isPresent() && !stored.equals(computed)) {
            nameChanged(bundle, entries.get(), computed.get(), stored.get());
        } else {
            stored.ifPresent(hashes -> auditParent(0, bundle, hashes));
        }
        Optional<List<Hash>> leaves = computed.or(() -> stored);
        isComplete &= leaves.isPresent();
        for (int i = 0; leaves.isPresent() && i < leaves.get().size(); i++) {
            compareWithKept();
            Hash leaf = leaves.get().get(i);
            frontier.add(leaf);
            if (entries.isPresent()) {
                events.add(bundle * Tile.FULL + i, entries.get().get(i), leaf);
            } else {
                events.addLeaf(leaf);
            }
        }
    }

    /** Says which of the entries or the tile of their hashes the tile above, or the checkpoint, contradicts. */
    private void nameChanged(long bundle, List<byte[]> entries, List<Hash> computed, List<Hash> stored) {
        if (fits(0, bundle, computed)) {
            changed(0, bundle, "does not have the hashes of its entries.");
            return;
        }
        for (int i = 0; i < computed.size(); i++) {
            if (!computed.get(i).equals(stored.get(i))) {
                isNamed = true;
                report.add(
                        Kind.CHANGED_ENTRY,
                        "Entry " + (bundle * Tile.FULL + i),
                        "was changed, or exchanged for another: it is now " + name(entries.get(i)) + ".");
            }
        }
        if (!fits(0, bundle, stored)) {
            changed(0, bundle, "has hashes that neither its entries nor the tile above have.");
        }
    }

    /** A full tile must have the hash that the tile above has for it. */
    private void auditParent(int level, long index, List<Hash> hashes) {
        if (hashes.size() < Tile.FULL || fits(level, index, hashes)) {
            return;
        }
        Optional<List<Hash>> parent = read(() -> tree.hashes(level + 1, index / Tile.FULL));
        if (parent.isPresent() && !fits(level + 1, index / Tile.FULL, parent.get())) {
            changed(level + 1, index / Tile.FULL, "has another hash for " + path(level, index) + " than this has.");
        } else {
            changed(level, index, "and what is below it have another hash than the tile above has for it.");
        }
    }

    /** Whether these hashes, as the content of the tile, lead to what the tile above or the checkpoint says. */
    private boolean fits(int level, long index, List<Hash> hashes) {
        try {
            if (hashes.size() == Tile.FULL) {
                List<Hash> parent = tree.hashes(level + 1, index / Tile.FULL);
                return parent.get((int) (index % Tile.FULL)).equals(Frontier.rootOf(hashes));
            }
            return MerkleTree.root((at, node) -> edge(level, hashes, at, node), checkpoint.size())
                    .equals(checkpoint.root());
        } catch (LogProblem e) {
            return false;
        }
    }

    /** The tree with these hashes as the partial tile of a level. */
    private Hash edge(int level, List<Hash> hashes, int at, long node) {
        int above = at - level * Tile.HEIGHT;
        if (above < 0
                || above >= Tile.HEIGHT
                || (node << above) / Tile.FULL < Tile.hashes(level, tree.size()) / Tile.FULL) {
            return tree.hash(at, node);
        }
        int offset = (int) ((node << above) % Tile.FULL);
        return Frontier.rootOf(hashes.subList(offset, offset + (1 << above)));
    }

    private void compareWithKept() {
        kept.filter(old -> old.size() == frontier.size() && isComplete)
                .filter(old -> !old.root().equals(frontier.root()))
                .ifPresent(old -> report.add(
                        Kind.FORKED,
                        "The log",
                        "does not begin with the " + old.size() + " entries of the kept checkpoint: they have the root "
                                + frontier.root() + ", and it signed " + old.root() + "."));
    }

    private void changed(int level, long index, String sentence) {
        isNamed = true;
        report.add(Kind.CHANGED_TILE, path(level, index), sentence);
    }

    private String path(int level, long index) {
        return Tile.of(level, index, checkpoint.size()).map(Tile::path).orElse("the tile above");
    }

    private static String name(byte[] entry) {
        try {
            return LogEntry.parse(entry).name();
        } catch (LogProblem e) {
            return "no event";
        }
    }

    private <T> Optional<T> read(Supplier<T> file) {
        try {
            return Optional.of(file.get());
        } catch (LogProblem e) {
            isNamed = true;
            String message = String.valueOf(e.getMessage());
            int space = message.indexOf(' ');
            report.add(Kind.DAMAGED, message.substring(0, space), message.substring(space + 1));
            return Optional.empty();
        }
    }
}
