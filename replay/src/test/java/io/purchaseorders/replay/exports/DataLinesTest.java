package io.purchaseorders.replay.exports;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.replay.exports.ExportFolder.DataFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class DataLinesTest {

    @TempDir
    private Path folder;

    private static String line(Random random, int length) {
        StringBuilder line = new StringBuilder(length);
        while (line.length() < length) {
            line.append(random.nextInt(1_000)).append(random.nextInt(20) == 0 ? "-".repeat(50) : "x");
        }
        return line.toString();
    }

    @Test
    void short_lines_and_lines_longer_than_the_buffer_come_whole_and_in_order() throws IOException {
        Random random = new Random(3);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            lines.add(line(random, i % 500 == 250 ? 1 << 20 : 1 + random.nextInt(900)));
        }
        Path path = folder.resolve("lines.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(String.join("\n", lines).getBytes(StandardCharsets.US_ASCII)); // the last one has no end
        }
        String md5 = Base64.getEncoder().encodeToString(DataLines.md5().digest(Files.readAllBytes(path)));
        List<String> read = new ArrayList<>();
        DataLines.read(new DataFile(path, lines.size(), md5), (bytes, from) -> {
            int end = from;
            while (bytes[end] != '\n') {
                end++;
            }
            read.add(new String(bytes, from, end - from, StandardCharsets.US_ASCII));
            return end + 1;
        });
        assertThat(read).isEqualTo(lines);
    }
}
