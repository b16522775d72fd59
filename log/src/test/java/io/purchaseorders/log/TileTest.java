package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileTest {

    @Test
    void paths_are_those_of_the_specification() {
        assertThat(new Tile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new Tile(1, 0, 17).path()).isEqualTo("tile/1/000.p/17");
        assertThat(new Tile(Tile.ENTRIES, 1_000, 256).path()).isEqualTo("tile/entries/x001/000");
        assertThat(new Tile(Tile.ENTRIES, 5, 1).path()).isEqualTo("tile/entries/005.p/1");
    }

    @Test
    void a_tree_of_70000_entries_has_the_tiles_that_the_specification_counts() {
        assertThat(tiles(0, 70_000)).hasSize(274).last().isEqualTo(new Tile(0, 273, 112));
        assertThat(tiles(1, 70_000)).containsExactly(new Tile(1, 0, 256), new Tile(1, 1, 17));
        assertThat(tiles(2, 70_000)).containsExactly(new Tile(2, 0, 1));
        assertThat(tiles(3, 70_000)).isEmpty();
        assertThat(Tile.highestLevel(70_000)).isEqualTo(2);
    }

    @Test
    void a_tree_of_256_entries_has_a_full_tile_and_a_partial_one_above() {
        assertThat(tiles(0, 256)).containsExactly(new Tile(0, 0, 256));
        assertThat(tiles(1, 256)).containsExactly(new Tile(1, 0, 1));
        assertThat(Tile.highestLevel(256)).isEqualTo(1);
        assertThat(Tile.highestLevel(255)).isZero();
        assertThat(Tile.highestLevel(0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/000",
                "tile/0/x001/x234/067",
                "tile/7/000.p/255",
                "tile/entries/999",
                "tile/entries/x123/456.p/1"
            })
    void what_is_the_path_of_a_tile_is_read_back(String path) {
        assertThat(Tile.parse(path)).map(Tile::path).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/00",
                "tile/0/x000/001",
                "tile/0/001.p/0",
                "tile/0/001.p/256",
                "tile/0/001.p/01",
                "tile/00/001",
                "tile/8/001",
                "tile/-1/001",
                "tile/entries/1234",
                "tile/0/x001/x234",
                "tile/0/../checkpoint",
                "tile/0/001/",
                "checkpoint",
                "pending",
                "tile/0/\u0661\u0662\u0663"
            })
    void what_is_no_path_of_a_tile_is_refused(String path) {
        assertThat(Tile.parse(path)).isEmpty();
    }

    @Test
    void bundles_are_read_back_and_cut_ones_refused() {
        List<byte[]> entries = List.of(new byte[0], new byte[] {1, 2, 3}, new byte[EntryBundle.LONGEST_ENTRY]);
        byte[] content = EntryBundle.write(entries);
        assertThat(content).startsWith(0, 0, 0, 3, 1, 2, 3, 255, 255).hasSize(2 + 5 + 2 + 65_535);
        assertThat(EntryBundle.read(content))
                .usingElementComparator(java.util.Arrays::compare)
                .isEqualTo(entries);
        for (int length : new int[] {1, 3, 6, 8, content.length - 1}) {
            assertThatThrownBy(() -> EntryBundle.read(java.util.Arrays.copyOf(content, length)))
                    .isInstanceOf(LogProblem.class);
        }
        assertThatThrownBy(() -> EntryBundle.write(List.of(new byte[65_536])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Tile> tiles(int level, long size) {
        List<Tile> tiles = new ArrayList<>();
        for (long index = 0; Tile.of(level, index, size).isPresent(); index++) {
            tiles.add(Tile.of(level, index, size).get());
        }
        return tiles;
    }
}
