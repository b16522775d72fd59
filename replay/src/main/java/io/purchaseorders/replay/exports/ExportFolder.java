package io.purchaseorders.replay.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * An export of a DynamoDB table to S3, downloaded to a folder: its manifests, checked, and the data files that they name.
 *
 * <p>Source of the format: "DynamoDB table export output format" in the Amazon DynamoDB Developer Guide
 * (S3DataExport.Output). {@code AWSDynamoDB/{exportId}/manifest-summary.json} names the table and {@code
 * manifest-files.json}, which has a line of JSON for each data file with {@code itemCount}, {@code md5Checksum} (base64,
 * of the file as it is stored), {@code etag} and {@code dataFileS3Key}. Beside each manifest lies its own checksum, base64
 * too, in a file that the service calls {@code .md5} and the guide {@code .checksum}. The data files of a full export are
 * in {@code AWSDynamoDB/{exportId}/data}, those of incremental exports in {@code AWSDynamoDB/data}, shared by all.
 *
 * @param table the name of the table
 * @param since from when on it holds the changes, where it is incremental
 * @param time when its content was this, as text that sorts
 * @param isIncremental whether it holds changes instead of items
 */
public record ExportFolder(
        String table, String since, String time, boolean isIncremental, long itemCount, List<DataFile> files) {

    private static final String SUMMARY = "manifest-summary.json";
    private static final String FORMAT = "DYNAMODB_JSON";

    /** A data file and what the manifest says of it. */
    public record DataFile(Path path, long itemCount, String md5) {}

    /**
     * All exports under a folder, the earliest first.
     *
     * @throws ExportProblem where there is none, or one is not what it should be
     */
    public static List<ExportFolder> under(Path folder) {
        try {
            Set<Path> summaries = summaries(folder);
            if (summaries.isEmpty()) {
                throw new ExportProblem("There is no export in " + folder + ": it would have a file " + SUMMARY + ".");
            }
            List<ExportFolder> exports = new ArrayList<>();
            for (Path summary : summaries) {
                exports.add(read(summary));
            }
            exports.sort(Comparator.comparing(ExportFolder::time));
            return exports;
        } catch (IOException e) {
            throw new ExportProblem("The folder " + folder + " cannot be read (" + e.getMessage() + ").");
        }
    }

    /** At any depth and through symbolic links, each once, however many ways lead to it. */
    private static Set<Path> summaries(Path folder) throws IOException {
        Set<Path> found = new TreeSet<>();
        Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.endsWith(SUMMARY)) {
                    found.add(file.toRealPath());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE; // a link to a folder above it
                }
                throw failure;
            }
        });
        return found;
    }

    private static ExportFolder read(Path summaryFile) throws IOException {
        Path folder = Objects.requireNonNull(summaryFile.toAbsolutePath().getParent(), "a file is in a folder");
        JsonNode summary = json(summaryFile, text(summaryFile));
        String format = summary.path("outputFormat").asText(FORMAT);
        if (!format.equals(FORMAT)) {
            throw ExportProblem.of(
                    summaryFile, "says that its format is " + format + ", and only " + FORMAT + " is read");
        }
        boolean isIncremental = summary.path("exportType").asText("").startsWith("INCREMENTAL");
        String arn = summary.path("tableArn").asText("");
        Path listFile = folder.resolve("manifest-files.json");
        List<DataFile> files = new ArrayList<>();
        long items = 0;
        for (String line :
                text(listFile).lines().filter(each -> !each.isBlank()).toList()) {
            DataFile file = dataFile(folder, listFile, json(listFile, line));
            items += file.itemCount();
            files.add(file);
        }
        long expected = summary.path("itemCount").asLong(-1);
        if (expected != items) {
            throw ExportProblem.of(
                    summaryFile, "counts " + expected + " items, and the files of " + listFile + " have " + items);
        }
        return new ExportFolder(
                arn.substring(arn.lastIndexOf('/') + 1),
                summary.path("exportFromTime").asText(""),
                summary.path(isIncremental ? "exportToTime" : "exportTime").asText(""),
                isIncremental,
                items,
                files);
    }

    private static DataFile dataFile(Path folder, Path listFile, JsonNode entry) {
        String key = entry.path("dataFileS3Key").asText("");
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (name.isEmpty()
                || !entry.path("itemCount").isIntegralNumber()
                || !entry.path("md5Checksum").isTextual()) {
            throw ExportProblem.of(listFile, "has a line without dataFileS3Key, itemCount or md5Checksum");
        }
        Path shared = folder.resolveSibling("data").resolve(name);
        Path own = folder.resolve("data").resolve(name);
        Path path = Files.exists(own) || !Files.exists(shared) ? own : shared;
        if (!Files.exists(path)) {
            throw ExportProblem.of(path, "is missing");
        }
        return new DataFile(
                path,
                entry.path("itemCount").asLong(),
                entry.path("md5Checksum").asText());
    }

    private static JsonNode json(Path file, String text) {
        try {
            return DetailJson.MAPPER.readTree(text);
        } catch (JsonProcessingException | NumberFormatException e) {
            throw ExportProblem.of(file, "cannot be read as JSON");
        }
    }

    /** The text of a manifest whose checksum is right. */
    private static String text(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw ExportProblem.of(file, "is missing");
        }
        byte[] content = Files.readAllBytes(file);
        String stem = file.toString().substring(0, file.toString().length() - ".json".length());
        Path checksum = Path.of(stem + ".md5");
        if (!Files.exists(checksum)) {
            checksum = Path.of(stem + ".checksum");
        }
        if (!Files.exists(checksum)) {
            throw ExportProblem.of(Path.of(stem + ".md5"), "is missing");
        }
        if (!Files.readString(checksum).strip().equals(md5(content))) {
            throw ExportProblem.of(file, "has another checksum than " + checksum.getFileName() + " says");
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    static String md5(byte[] content) {
        return Base64.getEncoder().encodeToString(DataLines.md5().digest(content));
    }
}
