package io.purchaseorders.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a growing tree: what is needed to know its root after each further leaf. It holds the hash of one
 * complete subtree for each bit that is set in the size, the largest first.
 */
final class Frontier {

    private final List<Hash> subtrees = new ArrayList<>();
    private long size;

    /** The right edge of a tree that has {@code size} entries already. */
    static Frontier of(MerkleTree.Subtrees tree, long size) {
        Frontier frontier = new Frontier();
        long begin = 0;
        for (long left = size; left > 0; left -= Long.highestOneBit(left)) {
            long length = Long.highestOneBit(left);
            frontier.subtrees.add(tree.hash(Long.numberOfTrailingZeros(length), begin / length));
            begin += length;
        }
        frontier.size = size;
        return frontier;
    }

    /** The root of a tree that consists of these leaves, or of these complete subtrees of one size. */
    static Hash rootOf(List<Hash> leaves) {
        Frontier frontier = new Frontier();
        leaves.forEach(frontier::add);
        return frontier.root();
    }

    void add(Hash leaf) {
        Hash hash = leaf;
        for (long carry = size; (carry & 1) == 1; carry >>= 1) {
            hash = Hash.node(subtrees.removeLast(), hash);
        }
        subtrees.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    Hash root() {
        return subtrees.reversed().stream()
                .reduce((right, left) -> Hash.node(left, right))
                .orElse(Hash.OF_EMPTY_TREE);
    }
}
