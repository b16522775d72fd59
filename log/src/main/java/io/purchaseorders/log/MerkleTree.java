package io.purchaseorders.log;

import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 9162, section 2.1: roots and proofs, made from the hashes of complete subtrees and verified
 * without any.
 */
public final class MerkleTree {

    /** The hashes of complete subtrees: the one at {@code level} and {@code index} spans 2^level entries. */
    @FunctionalInterface
    public interface Subtrees {
        Hash hash(int level, long index);
    }

    private MerkleTree() {}

    /** The root of the first {@code size} entries. */
    public static Hash root(Subtrees subtrees, long size) {
        return size == 0 ? Hash.OF_EMPTY_TREE : range(subtrees, 0, size);
    }

    /** Proves that an entry is in a tree (2.1.3.1): hashes from the leaf's sibling up to the root's child. */
    public static List<Hash> inclusion(Subtrees subtrees, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " entries has none at " + index);
        }
        List<Hash> proof = new ArrayList<>();
        path(subtrees, index, 0, size, proof);
        return proof;
    }

    /** Proves that a tree begins with the entries of an older one (2.1.4.1); empty for sizes that are equal or 0. */
    public static List<Hash> consistency(Subtrees subtrees, long oldSize, long size) {
        if (oldSize < 0 || oldSize > size) {
            throw new IllegalArgumentException("a tree of " + size + " entries does not begin with " + oldSize);
        }
        List<Hash> proof = new ArrayList<>();
        if (oldSize > 0 && oldSize < size) {
            subproof(subtrees, oldSize, 0, size, true, proof);
        }
        return proof;
    }

    private static void path(Subtrees subtrees, long index, long begin, long end, List<Hash> proof) {
        if (end - begin == 1) {
            return;
        }
        long middle = begin + split(end - begin);
        if (index < middle) {
            path(subtrees, index, begin, middle, proof);
            proof.add(range(subtrees, middle, end));
        } else {
            path(subtrees, index, middle, end, proof);
            proof.add(range(subtrees, begin, middle));
        }
    }

    private static void subproof(
            Subtrees subtrees, long oldEnd, long begin, long end, boolean isWholeOldTree, List<Hash> proof) {
        if (oldEnd == end) {
            if (!isWholeOldTree) {
                proof.add(range(subtrees, begin, end));
            }
            return;
        }
        long middle = begin + split(end - begin);
        if (oldEnd <= middle) {
            subproof(subtrees, oldEnd, begin, middle, isWholeOldTree, proof);
            proof.add(range(subtrees, middle, end));
        } else {
            subproof(subtrees, oldEnd, middle, end, false, proof);
            proof.add(range(subtrees, begin, middle));
        }
    }

    private static Hash range(Subtrees subtrees, long begin, long end) {
        long length = end - begin;
        if (Long.bitCount(length) == 1) {
            return subtrees.hash(Long.numberOfTrailingZeros(length), begin / length);
        }
        long middle = begin + split(length);
        return Hash.node(range(subtrees, begin, middle), range(subtrees, middle, end));
    }

    /** The largest power of two below a length. */
    private static long split(long length) {
        return Long.highestOneBit(length - 1);
    }

    /** Whether a proof shows that {@code leaf} is the entry {@code index} of the tree (2.1.3.2). */
    public static boolean isIncluded(List<Hash> proof, long index, Hash leaf, long size, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Hash hash = leaf;
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }

    /** Whether a proof shows that the tree begins with the entries of the older one (2.1.4.2). */
    public static boolean isConsistent(List<Hash> proof, long oldSize, Hash oldRoot, long size, Hash root) {
        if (oldSize < 0 || oldSize > size) {
            return false;
        }
        if (oldSize == size || oldSize == 0) {
            boolean isKnown = oldSize == size ? oldRoot.equals(root) : oldRoot.equals(Hash.OF_EMPTY_TREE);
            return isKnown && proof.isEmpty();
        }
        List<Hash> path = new ArrayList<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            path.addFirst(oldRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        int below = Long.numberOfTrailingZeros(oldSize);
        long node = (oldSize - 1) >> below;
        long last = (size - 1) >> below;
        Hash oldHash = path.getFirst();
        Hash hash = path.getFirst();
        for (Hash sibling : path.subList(1, path.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                oldHash = Hash.node(sibling, oldHash);
                hash = Hash.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.node(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && oldHash.equals(oldRoot) && hash.equals(root);
    }
}
