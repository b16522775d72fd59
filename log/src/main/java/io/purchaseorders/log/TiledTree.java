package io.purchaseorders.log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tree of the first {@code size} entries, as the tiles of a log hold it. */
final class TiledTree implements MerkleTree.Subtrees {

    /** A proof of a tree of 2^40 entries reads fewer than these tiles. */
    private static final int CACHED_TILES = 64;

    private final LogFiles files;
    private final long size;
    private final Map<Tile, List<Hash>> cache = new LinkedHashMap<>(CACHED_TILES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Tile, List<Hash>> eldest) {
            return size() > CACHED_TILES;
        }
    };

    TiledTree(LogFiles files, long size) {
        this.files = files;
        this.size = size;
    }

    long size() {
        return size;
    }

    Hash root() {
        return MerkleTree.root(this, size);
    }

    @Override
    public Hash hash(int level, long index) {
        int above = level % Tile.HEIGHT;
        long first = index << above;
        int offset = (int) (first % Tile.FULL);
        List<Hash> hashes = hashes(level / Tile.HEIGHT, first / Tile.FULL);
        if (offset + (1 << above) > hashes.size()) {
            throw new IllegalArgumentException("a tree of " + size + " entries has no such subtree");
        }
        return Frontier.rootOf(hashes.subList(offset, offset + (1 << above)));
    }

    /** @throws LogProblem where the tile is missing or has another length than it must have */
    List<Hash> hashes(int level, long index) {
        Tile tile = Tile.of(level, index, size)
                .orElseThrow(() -> new IllegalArgumentException("a tree of " + size + " entries has no such tile"));
        List<Hash> cached = cache.get(tile);
        if (cached == null) {
            cached = read(tile);
            cache.put(tile, cached);
        }
        return cached;
    }

    private List<Hash> read(Tile tile) {
        Optional<byte[]> exact = files.read(tile.path());
        byte[] content = exact.or(() -> files.read(tile.full().path()))
                .orElseThrow(() -> new LogProblem(tile.path() + " is missing."));
        int expected = (exact.isPresent() ? tile.width() : Tile.FULL) * Hash.LENGTH;
        if (content.length != expected) {
            throw new LogProblem(tile.path() + " has " + content.length + " bytes, not " + expected + ".");
        }
        List<Hash> hashes = new ArrayList<>(tile.width());
        for (int i = 0; i < tile.width(); i++) {
            hashes.add(Hash.at(content, i * Hash.LENGTH));
        }
        return List.copyOf(hashes);
    }

    /**
     * The entries of a bundle.
     *
     * @throws LogProblem where the bundle is missing or has another number of entries than it must have
     */
    List<byte[]> entries(long index) {
        Tile tile = Tile.of(Tile.ENTRIES, index, size)
                .orElseThrow(() -> new IllegalArgumentException("a tree of " + size + " entries has no such bundle"));
        Optional<byte[]> exact = files.read(tile.path());
        byte[] content = exact.or(() -> files.read(tile.full().path()))
                .orElseThrow(() -> new LogProblem(tile.path() + " is missing."));
        List<byte[]> entries;
        try {
            entries = EntryBundle.read(content);
        } catch (LogProblem e) {
            throw new LogProblem(tile.path() + " is damaged: " + e.getMessage());
        }
        int expected = exact.isPresent() ? tile.width() : Tile.FULL;
        if (entries.size() != expected) {
            throw new LogProblem(tile.path() + " has " + entries.size() + " entries, not " + expected + ".");
        }
        return entries.subList(0, tile.width());
    }
}
