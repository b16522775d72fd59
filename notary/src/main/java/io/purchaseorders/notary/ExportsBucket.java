package io.purchaseorders.notary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.events.DetailJson;
import io.purchaseorders.replay.exports.ExportProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The exports of a table in a bucket, under {@code AWSDynamoDB/}, as DynamoDB writes them: an export's id begins with the
 * milliseconds of its beginning, and its {@code manifest-summary.json} is there once it is finished ("DynamoDB table export
 * output format" in the Amazon DynamoDB Developer Guide).
 */
public final class ExportsBucket implements Exports {

    private static final String TOP = "AWSDynamoDB/";
    private static final String SUMMARY = "/manifest-summary.json";

    /** Sorts right after the slash that ends a folder's name. */
    private static final String AFTER_FOLDER = "0";

    private static final String DATA_FILE = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private final S3Client s3;
    private final String bucket;

    public ExportsBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public List<Export> after(String id) {
        List<Export> exports = new ArrayList<>();
        asking(() -> s3
                        .listObjectsV2Paginator(list -> list.bucket(bucket)
                                .prefix(TOP)
                                .delimiter("/")
                                .startAfter(TOP + (id.isEmpty() ? "" : id + AFTER_FOLDER)))
                        .commonPrefixes()
                        .stream()
                        .map(prefix -> prefix.prefix()
                                .substring(TOP.length(), prefix.prefix().length() - 1))
                        .filter(found -> found.compareTo(id) > 0)
                        .sorted()
                        .toList())
                .forEach(found -> summary(found).ifPresent(exports::add));
        exports.sort(Comparator.comparing(Export::id));
        return exports;
    }

    /** Nothing where the export is not finished, or what lies there is none. */
    private Optional<Export> summary(String id) {
        return read(TOP + id + SUMMARY).map(content -> {
            try {
                JsonNode json = DetailJson.MAPPER.readTree(new String(content, StandardCharsets.UTF_8));
                boolean isIncremental = json.path("exportType").asText("").startsWith("INCREMENTAL");
                return new Export(
                        id,
                        json.path("tableArn").asText(),
                        isIncremental,
                        isIncremental
                                ? Instant.parse(json.path("exportFromTime").asText())
                                : Instant.EPOCH,
                        Instant.parse(json.path(isIncremental ? "exportToTime" : "exportTime")
                                .asText()));
            } catch (JsonProcessingException | DateTimeException e) {
                throw new ExportProblem("The file " + TOP + id + SUMMARY + " cannot be read.");
            }
        });
    }

    @Override
    public void download(String id, Path folder) {
        String prefix = TOP + id + "/";
        List<String> manifests = asking(() ->
                s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix + "manifest-")).contents().stream()
                        .map(S3Object::key)
                        .toList());
        for (String key : manifests) {
            save(key, folder.resolve(key));
        }
        byte[] files = read(prefix + "manifest-files.json")
                .orElseThrow(() -> new ExportProblem("The export " + id + " has no manifest-files.json."));
        for (String line : new String(files, StandardCharsets.UTF_8)
                .lines()
                .filter(each -> !each.isBlank())
                .toList()) {
            String key = dataFile(id, line);
            String name = key.substring(key.lastIndexOf('/') + 1);
            if (!name.matches(DATA_FILE)) {
                throw new ExportProblem("The export " + id + " names a data file " + key + ", which cannot be one.");
            }
            save(key, folder.resolve(prefix).resolve("data").resolve(name));
        }
    }

    private static String dataFile(String id, String line) {
        try {
            return DetailJson.MAPPER.readTree(line).path("dataFileS3Key").asText();
        } catch (JsonProcessingException e) {
            throw new ExportProblem("The manifest-files.json of the export " + id + " cannot be read.");
        }
    }

    private void save(String key, Path file) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file is in a folder"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        asking(() -> s3.getObject(object -> object.bucket(bucket).key(key), file));
    }

    private Optional<byte[]> read(String key) {
        return asking(() -> {
            try {
                return Optional.of(
                        s3.getObjectAsBytes(object -> object.bucket(bucket).key(key))
                                .asByteArray());
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    private <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw new UncheckedIOException(
                    new IOException("The bucket " + bucket + " did not answer: " + e.getMessage(), e));
        }
    }
}
