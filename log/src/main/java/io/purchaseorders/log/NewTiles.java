package io.purchaseorders.log;

import java.util.ArrayList;
import java.util.List;

/** The tiles that come with new entries. */
final class NewTiles {

    private final LogStorage storage;
    private final TiledTree old;
    private final List<Tile> filled = new ArrayList<>();

    NewTiles(LogStorage storage, TiledTree old) {
        this.storage = storage;
        this.old = old;
    }

    void writeEntries(List<byte[]> entries) {
        long bundle = old.size() / Tile.FULL;
        List<byte[]> all = new ArrayList<>();
        if (old.size() % Tile.FULL > 0) {
            all.addAll(old.entries(bundle));
        }
        all.addAll(entries);
        for (int begin = 0; begin < all.size(); begin += Tile.FULL, bundle++) {
            List<byte[]> content = all.subList(begin, Math.min(begin + Tile.FULL, all.size()));
            write(new Tile(Tile.ENTRIES, bundle, content.size()), EntryBundle.write(content));
        }
    }

    /** Writes the tiles of level 0 and, as they become full, those above. */
    void writeHashes(List<Hash> leaves) {
        List<Hash> fresh = leaves;
        for (int level = 0; !fresh.isEmpty(); level++) {
            fresh = writeLevel(level, fresh);
        }
    }

    /** Returns the roots of the tiles that became full: the new hashes of the level above. */
    private List<Hash> writeLevel(int level, List<Hash> fresh) {
        long before = Tile.hashes(level, old.size());
        long index = before / Tile.FULL;
        List<Hash> all = new ArrayList<>();
        if (before % Tile.FULL > 0) {
            all.addAll(old.hashes(level, index));
        }
        all.addAll(fresh);
        List<Hash> roots = new ArrayList<>();
        for (int begin = 0; begin < all.size(); begin += Tile.FULL, index++) {
            List<Hash> hashes = all.subList(begin, Math.min(begin + Tile.FULL, all.size()));
            byte[] content = new byte[hashes.size() * Hash.LENGTH];
            for (int i = 0; i < hashes.size(); i++) {
                hashes.get(i).copyTo(content, i * Hash.LENGTH);
            }
            Tile tile = new Tile(level, index, hashes.size());
            write(tile, content);
            if (tile.isFull()) {
                roots.add(Frontier.rootOf(hashes));
            }
        }
        return roots;
    }

    private void write(Tile tile, byte[] content) {
        storage.write(tile.path(), content);
        if (tile.isFull()) {
            filled.add(tile);
        }
    }

    /** Deletes the partial tiles that became full, as C2SP allows; a reader of an older size takes the full one. */
    void deleteSuperseded() {
        for (Tile tile : filled) {
            boolean wasPartial = Tile.hashes(tile.level(), old.size()) > tile.index() * Tile.FULL;
            if (wasPartial) {
                storage.delete(tile.partialFolder());
            }
        }
    }
}
