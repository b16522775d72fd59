package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.events.DetailJson;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes an export in DynamoDB's format, as {@link ExportFolder} says it: for tests, and to try a replay from one. */
public final class ExportWriter implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    /** The service exports the changes of a day at most. */
    private static final Duration LONGEST_INCREMENT = Duration.ofHours(24);

    private final Path folder;
    private final String key;
    private final String table;
    private final Instant time;
    private final Instant since;
    private final boolean isIncremental;
    private final List<ObjectNode> entries = new ArrayList<>();

    /**
     * @param root the folder that stands for the bucket
     * @param table the exported table's name
     * @param id tells this export from others in the same folder
     * @param time when the table's content was this
     */
    public ExportWriter(Path root, String table, String id, Instant time, boolean isIncremental) throws IOException {
        this(root, table, id, time, isIncremental, time.minus(LONGEST_INCREMENT));
    }

    /** @param since from when on it has the changes, where it is incremental */
    public ExportWriter(Path root, String table, String id, Instant time, boolean isIncremental, Instant since)
            throws IOException {
        this.since = since;
        this.key = "AWSDynamoDB/" + id;
        this.folder = root.resolve(key);
        this.table = table;
        this.time = time;
        this.isIncremental = isIncremental;
        Files.createDirectories(folder);
        Files.createDirectories(dataFolder());
    }

    private Path dataFolder() {
        return isIncremental ? folder.resolveSibling("data") : folder.resolve("data");
    }

    /** Begins a data file; several may be written side by side. */
    public DataWriter file(String name) throws IOException {
        return new DataWriter(name + ".json.gz");
    }

    /** Takes a data file of another export into this one as well, without copying it where the file system can. */
    public void share(ExportFolder.DataFile file) throws IOException {
        String name = String.valueOf(file.path().getFileName());
        Path here = dataFolder().resolve(name);
        try {
            Files.createLink(here, file.path());
        } catch (UnsupportedOperationException | IOException noLinks) {
            Files.copy(file.path(), here);
        }
        put(name, file.itemCount(), Base64.getDecoder().decode(file.md5()));
    }

    private void put(String name, long count, byte[] md5) {
        ObjectNode entry = DetailJson.MAPPER.createObjectNode();
        entry.put("itemCount", count);
        entry.put("md5Checksum", Base64.getEncoder().encodeToString(md5));
        entry.put("etag", HexFormat.of().formatHex(md5) + "-1");
        entry.put("dataFileS3Key", (isIncremental ? "AWSDynamoDB" : key) + "/data/" + name);
        synchronized (entries) {
            entries.add(entry);
        }
    }

    /** One data file. */
    public final class DataWriter implements AutoCloseable {

        private final String name;
        private final MessageDigest digest = DataLines.md5();
        private final OutputStream out;
        private long count;

        private DataWriter(String name) throws IOException {
            this.name = name;
            this.out = new BufferedOutputStream(
                    new GZIPOutputStream(
                            new DigestOutputStream(
                                    Files.newOutputStream(dataFolder().resolve(name)), digest),
                            BUFFER),
                    BUFFER);
        }

        /** Writes a line, which has no line feed in it. */
        public void line(String json) throws IOException {
            out.write(json.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
            count++;
        }

        @Override
        public void close() throws IOException {
            out.close();
            put(name, count, digest.digest());
        }
    }

    /** Writes the manifests; the data files are closed before. */
    @Override
    public void close() throws IOException {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(entry).append('\n'));
        manifest("manifest-files", lines.toString());
        String arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + table;
        ObjectNode summary = DetailJson.MAPPER.createObjectNode();
        summary.put("version", isIncremental ? "2023-08-01" : "2020-06-30");
        summary.put("exportArn", arn + "/export/" + folder.getFileName());
        summary.put("tableArn", arn);
        summary.put(isIncremental ? "exportToTime" : "exportTime", time.toString());
        summary.put("manifestFilesS3Key", key + "/manifest-files.json");
        summary.put(
                "itemCount",
                entries.stream()
                        .mapToLong(entry -> entry.path("itemCount").asLong())
                        .sum());
        summary.put("outputFormat", "DYNAMODB_JSON");
        if (isIncremental) {
            summary.put("exportFromTime", since.toString());
            summary.put("exportType", "INCREMENTAL_EXPORT");
            summary.put("outputView", "NEW_AND_OLD_IMAGES");
        }
        manifest("manifest-summary", summary.toString());
    }

    private void manifest(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), content);
        Files.writeString(folder.resolve(name + ".md5"), ExportFolder.md5(content.getBytes(StandardCharsets.UTF_8)));
    }
}
