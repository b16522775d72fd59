package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The reference vectors are those of Certificate Transparency (RFC 6962), as transparency-dev/merkle publishes them. */
class MerkleTreeTest {

    private static final List<byte[]> ENTRIES = List.of(
            bytes(""),
            bytes("00"),
            bytes("10"),
            bytes("2021"),
            bytes("3031"),
            bytes("40414243"),
            bytes("5051525354555657"),
            bytes("606162636465666768696a6b6c6d6e6f"));

    private static final List<Hash> ROOTS = List.of(
            hash("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
            hash("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
            hash("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
            hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
            hash("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
            hash("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
            hash("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
            hash("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"));

    private static final List<Hash> LEAVES = ENTRIES.stream().map(Hash::leaf).toList();

    @Test
    void the_empty_tree_has_the_hash_of_nothing() {
        assertThat(Hash.OF_EMPTY_TREE)
                .isEqualTo(hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
                .isEqualTo(MerkleTree.root(naive(List.of()), 0))
                .isEqualTo(new Frontier().root());
    }

    @Test
    void roots_are_those_of_the_reference_vectors() {
        Frontier frontier = new Frontier();
        for (int size = 1; size <= ENTRIES.size(); size++) {
            frontier.add(LEAVES.get(size - 1));
            assertThat(frontier.root()).isEqualTo(ROOTS.get(size - 1));
            assertThat(MerkleTree.root(naive(LEAVES), size)).isEqualTo(ROOTS.get(size - 1));
        }
    }

    @Test
    void inclusion_proofs_are_those_of_the_reference_vectors() {
        assertThat(MerkleTree.inclusion(naive(LEAVES), 0, 1)).isEmpty();
        assertThat(MerkleTree.inclusion(naive(LEAVES), 0, 8))
                .containsExactly(
                        hash("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
                        hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                        hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
        assertThat(MerkleTree.inclusion(naive(LEAVES), 5, 8))
                .containsExactly(
                        hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
                        hash("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                        hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        assertThat(MerkleTree.inclusion(naive(LEAVES), 2, 3))
                .containsExactly(hash("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
        assertThat(MerkleTree.inclusion(naive(LEAVES), 1, 5))
                .containsExactly(
                        hash("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
                        hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                        hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
    }

    @Test
    void consistency_proofs_are_those_of_the_reference_vectors() {
        assertThat(MerkleTree.consistency(naive(LEAVES), 1, 1)).isEmpty();
        assertThat(MerkleTree.consistency(naive(LEAVES), 1, 8))
                .containsExactly(
                        hash("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"),
                        hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                        hash("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"));
        assertThat(MerkleTree.consistency(naive(LEAVES), 6, 8))
                .containsExactly(
                        hash("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                        hash("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                        hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        assertThat(MerkleTree.consistency(naive(LEAVES), 2, 5))
                .containsExactly(
                        hash("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"),
                        hash("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"));
        assertThat(MerkleTree.consistency(naive(LEAVES), 6, 7))
                .containsExactly(
                        hash("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                        hash("b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"),
                        hash("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
    }

    @Test
    void every_inclusion_proof_verifies_and_no_other_leaf_index_size_or_root_does() {
        List<Hash> leaves = leaves(70);
        for (int size = 1; size <= leaves.size(); size++) {
            Hash root = MerkleTree.root(naive(leaves), size);
            for (int index = 0; index < size; index++) {
                List<Hash> proof = MerkleTree.inclusion(naive(leaves), index, size);
                Hash leaf = leaves.get(index);
                assertThat(MerkleTree.isIncluded(proof, index, leaf, size, root))
                        .isTrue();
                assertThat(MerkleTree.isIncluded(proof, index - 1, leaf, size, root))
                        .isFalse();
                assertThat(MerkleTree.isIncluded(proof, index + 1, leaf, size, root))
                        .isFalse();
                assertThat(MerkleTree.isIncluded(proof, index, root, size, leaf))
                        .isEqualTo(size == 1);
                assertThat(MerkleTree.isIncluded(proof, index, leaf, size, Hash.OF_EMPTY_TREE))
                        .isFalse();
                assertThat(MerkleTree.isIncluded(proof, index, leaf, size * 2L, root))
                        .isFalse();
                for (List<Hash> wrong : wrong(proof, root)) {
                    assertThat(MerkleTree.isIncluded(wrong, index, leaf, size, root))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void every_consistency_proof_verifies_and_no_other_size_or_root_does() {
        List<Hash> leaves = leaves(70);
        for (int size = 1; size <= leaves.size(); size++) {
            Hash root = MerkleTree.root(naive(leaves), size);
            for (int old = 0; old <= size; old++) {
                Hash oldRoot = MerkleTree.root(naive(leaves), old);
                List<Hash> proof = MerkleTree.consistency(naive(leaves), old, size);
                assertThat(MerkleTree.isConsistent(proof, old, oldRoot, size, root))
                        .isTrue();
                assertThat(MerkleTree.isConsistent(proof, old, leaves.getLast(), size, root))
                        .as("another old root")
                        .isFalse();
                assertThat(MerkleTree.isConsistent(proof, size + 1L, oldRoot, size, root))
                        .isFalse();
                if (old > 0 && old < size) {
                    assertThat(MerkleTree.isConsistent(proof, old, oldRoot, size, leaves.getLast()))
                            .isFalse();
                    assertThat(MerkleTree.isConsistent(proof, old, root, size, oldRoot))
                            .isFalse();
                }
                for (List<Hash> wrong : wrong(proof, root)) {
                    assertThat(MerkleTree.isConsistent(wrong, old, oldRoot, size, root))
                            .isFalse();
                }
            }
        }
    }

    private static List<List<Hash>> wrong(List<Hash> proof, Hash stranger) {
        List<List<Hash>> wrong = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            byte[] flipped = proof.get(i).bytes();
            flipped[i % Hash.LENGTH] ^= 8;
            List<Hash> changed = new ArrayList<>(proof);
            changed.set(i, Hash.at(flipped, 0));
            wrong.add(changed);
        }
        if (!proof.isEmpty()) {
            wrong.add(proof.subList(0, proof.size() - 1));
        }
        List<Hash> longer = new ArrayList<>(proof);
        longer.addFirst(stranger);
        wrong.add(longer);
        longer = new ArrayList<>(proof);
        longer.add(stranger);
        wrong.add(longer);
        return wrong;
    }

    private static List<Hash> leaves(int count) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        List<Hash> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[i];
            random.nextBytes(entry);
            leaves.add(Hash.leaf(entry));
        }
        return leaves;
    }

    /** The definition itself: MTH(D[n]) of RFC 9162, section 2.1.1, of complete subtrees. */
    private static MerkleTree.Subtrees naive(List<Hash> leaves) {
        return (level, index) -> level == 0
                ? leaves.get((int) index)
                : Hash.node(
                        naive(leaves).hash(level - 1, index * 2), naive(leaves).hash(level - 1, index * 2 + 1));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Hash hash(String hex) {
        return Hash.at(bytes(hex), 0);
    }
}
