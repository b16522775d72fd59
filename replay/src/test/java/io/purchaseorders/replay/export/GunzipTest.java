package io.purchaseorders.replay.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's own zlib decides what is right. */
@NullMarked
class GunzipTest {

    private static final int CASES = Integer.getInteger("gunzip.cases", 400);

    /** A gzip output of any level and strategy. */
    private static final class Zipped extends GZIPOutputStream {
        Zipped(OutputStream out, int level, int strategy) throws IOException {
            super(out, 512, true);
            def.setLevel(level);
            def.setStrategy(strategy);
        }
    }

    private static byte[] text(Random random) {
        byte[] text = new byte[random.nextInt(10) == 0 ? 200_000 + random.nextInt(200_000) : random.nextInt(5_000)];
        int kind = random.nextInt(5);
        for (int i = 0; i < text.length; ) {
            switch (kind) {
                case 0 -> text[i++] = (byte) random.nextInt();
                case 1 -> text[i++] = 'x';
                case 2 -> text[i++] = (byte) (Math.abs(random.nextGaussian()) * 20);
                default -> {
                    // what was there before, from near and from as far as a match can reach
                    int back = Math.min(i, 1 + random.nextInt(random.nextBoolean() ? 10 : 1 << 15));
                    int length = Math.min(text.length - i, random.nextInt(400));
                    for (int end = i + length; i < end; i++) {
                        text[i] = back == 0 ? (byte) random.nextInt() : text[i - back];
                    }
                    if (i < text.length) {
                        text[i++] = (byte) random.nextInt(kind == 3 ? 256 : 4);
                    }
                }
            }
        }
        return text;
    }

    private static byte[] zipped(Random random, byte[] text) throws IOException {
        int[] strategies = {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED, Deflater.HUFFMAN_ONLY};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        do { // members
            int end = random.nextInt(3) == 0 ? at + random.nextInt(text.length - at + 1) : text.length;
            try (OutputStream zip = new Zipped(out, random.nextInt(10), strategies[random.nextInt(3)])) {
                while (at < end) {
                    int length = 1 + random.nextInt(end - at);
                    zip.write(text, at, length);
                    at += length;
                    if (random.nextInt(3) == 0) {
                        zip.flush();
                    }
                }
            }
        } while (at < text.length);
        return out.toByteArray();
    }

    /** A stream that gives as little as it likes. */
    private static InputStream reluctant(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public int read(byte[] into, int from, int length) {
                return super.read(into, from, 1 + random.nextInt(Math.min(length, 5_000)));
            }
        };
    }

    private static byte[] unzipped(InputStream in, Random random) throws IOException {
        Gunzip gunzip = new Gunzip(in);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[Gunzip.WINDOW + 3_000 + Gunzip.OVERSHOOT];
        int length = 0;
        while (!gunzip.isAtEnd()) {
            if (length > Gunzip.WINDOW) {
                System.arraycopy(buffer, length - Gunzip.WINDOW, buffer, 0, Gunzip.WINDOW);
                length = Gunzip.WINDOW;
            }
            int to = Math.min(length + 1 + random.nextInt(3_000), buffer.length - Gunzip.OVERSHOOT);
            int end = gunzip.read(buffer, length, to);
            assertThat(end).isBetween(length, to + Gunzip.OVERSHOOT);
            all.write(buffer, length, end - length);
            length = end;
        }
        return all.toByteArray();
    }

    private static byte[] unzipped(byte[] zipped) throws IOException {
        return unzipped(new ByteArrayInputStream(zipped), new Random(1));
    }

    private static Optional<byte[]> byTheJdk(byte[] zipped) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Test
    void whatever_zlib_zips_comes_out_as_it_was() throws IOException {
        for (int seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            byte[] text = text(random);
            byte[] zipped = zipped(random, text);
            assertThat(unzipped(reluctant(zipped, random), random))
                    .as("seed %d", seed)
                    .isEqualTo(text);
        }
    }

    @Test
    void every_truncation_is_found() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            byte[] zipped = ofOneMember(Arrays.copyOf(text(new Random(seed)), 1_500));
            for (int length = 0; length < zipped.length; length++) {
                byte[] cut = Arrays.copyOf(zipped, length);
                assertThatThrownBy(() -> unzipped(cut))
                        .as("%d bytes, seed %d", length, seed)
                        .isInstanceOf(EOFException.class);
            }
        }
    }

    @Test
    void what_is_damaged_is_refused_or_unzipped_as_zlib_does_it() throws IOException {
        int refused = 0;
        for (int seed = 0; seed < 10 * CASES; seed++) {
            Random random = new Random(seed);
            byte[] text = text(random);
            byte[] zipped = ofOneMember(Arrays.copyOf(text, Math.min(text.length, 2_000)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                zipped[random.nextInt(zipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Optional<byte[]> expected = byTheJdk(zipped);
            Optional<byte[]> found;
            try {
                found = Optional.of(unzipped(zipped));
            } catch (ZipException | EOFException e) {
                found = Optional.empty();
                refused++;
            }
            assertThat(found.isPresent()).as("seed %d", seed).isEqualTo(expected.isPresent());
            found.ifPresent(bytes -> assertThat(bytes).isEqualTo(expected.orElseThrow()));
        }
        assertThat(refused).as("damages that make a difference").isGreaterThan(CASES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 8, 16, 2 + 4, 4 + 8 + 16, 2 + 4 + 8 + 16})
    void headers_may_say_more(int flags) throws IOException {
        byte[] text = "a line\n".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 0, 0, 0, 0, 0, 3});
        if ((flags & 4) != 0) {
            file.writeBytes(new byte[] {3, 0, 'a', 'b', 0});
        }
        if ((flags & 8) != 0) {
            file.writeBytes("name\0".getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & 16) != 0) {
            file.writeBytes("comment\0".getBytes(StandardCharsets.US_ASCII));
        }
        if ((flags & 2) != 0) {
            CRC32 checksum = new CRC32();
            checksum.update(file.toByteArray());
            file.write((int) checksum.getValue() & 0xFF);
            file.write((int) (checksum.getValue() >>> 8) & 0xFF);
        }
        byte[] plain = ofOneMember(text);
        file.write(plain, 10, plain.length - 10);
        assertThat(byTheJdk(file.toByteArray()))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(text));
        assertThat(unzipped(file.toByteArray())).isEqualTo(text);
    }

    @Test
    void what_is_no_gzip_file_is_refused() throws IOException {
        byte[] zlib;
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            try (OutputStream zip = new DeflaterOutputStream(out)) {
                zip.write(new byte[100]);
            }
            zlib = out.toByteArray();
        }
        assertThatThrownBy(() -> unzipped(zlib)).isInstanceOf(ZipException.class);
        byte[] trailing = Arrays.copyOf(ofOneMember(new byte[100]), 60);
        assertThatThrownBy(() -> unzipped(trailing)).isInstanceOf(ZipException.class);
    }

    private static byte[] ofOneMember(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text);
        }
        return out.toByteArray();
    }
}
