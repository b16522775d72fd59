package io.purchaseorders.notary;

import io.purchaseorders.log.LogStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A log in a bucket, its paths the keys. A put is atomic, so a file is never torn; {@link #replace} is a put with S3's
 * conditions ("Conditional writes" in the Amazon S3 User Guide).
 */
public final class S3LogStorage implements LogStorage {

    /** Tiles that are written at once: enough to hide the round trips, few enough for the connections of one function. */
    private static final int WRITES_AT_ONCE = 32;

    private static final int PRECONDITION_FAILED = 412;

    /** Another conditional write of the same key was under way. */
    private static final int CONFLICT = 409;

    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final String bucket;
    private final Semaphore permits = new Semaphore(WRITES_AT_ONCE);
    private final Map<String, CompletableFuture<Void>> unflushed = new ConcurrentHashMap<>();

    public S3LogStorage(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    @Override
    public Optional<byte[]> read(String path) {
        await(unflushed.get(path));
        return get(path).map(ResponseBytes::asByteArray);
    }

    private Optional<ResponseBytes<GetObjectResponse>> get(String path) {
        return asking(() -> {
            try {
                return Optional.of(
                        s3.getObjectAsBytes(object -> object.bucket(bucket).key(path)));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    /** Begins to write; {@link #flush} waits for it. */
    @Override
    public void write(String path, byte[] content) {
        byte[] copy = content.clone();
        CompletableFuture<Void> before = unflushed.getOrDefault(path, CompletableFuture.completedFuture(null));
        permits.acquireUninterruptibly();
        unflushed.put(
                path,
                before.thenRunAsync(
                                () -> asking(() -> put(PutObjectRequest.builder(), path, copy)),
                                task -> Thread.ofVirtual().start(task))
                        .whenComplete((done, failure) -> permits.release()));
    }

    private boolean put(PutObjectRequest.Builder request, String path, byte[] content) {
        s3.putObject(request.bucket(bucket).key(path).build(), RequestBody.fromBytes(content));
        return true;
    }

    @Override
    public void flush() {
        try {
            unflushed.values().forEach(S3LogStorage::await);
        } finally {
            unflushed.clear();
        }
    }

    private static void await(@Nullable CompletableFuture<Void> write) {
        try {
            if (write != null) {
                write.join();
            }
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException failure) {
                throw new UncheckedIOException(failure.getMessage(), failure.getCause());
            }
            throw e;
        }
    }

    @Override
    public void delete(String folder) {
        flush();
        asking(() -> {
            s3.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(folder))
                    .contents()
                    .forEach(object ->
                            s3.deleteObject(delete -> delete.bucket(bucket).key(object.key())));
            return true;
        });
    }

    /** Says no as well where its own write succeeded and only the answer was lost, as whoever asks reads again then. */
    @Override
    public boolean replace(String path, Optional<byte[]> expected, byte[] content) {
        Optional<ResponseBytes<GetObjectResponse>> present = get(path);
        if (!Arrays.equals(present.map(ResponseBytes::asByteArray).orElse(null), expected.orElse(null))) {
            return false;
        }
        PutObjectRequest.Builder request = PutObjectRequest.builder();
        present.ifPresentOrElse(object -> request.ifMatch(object.response().eTag()), () -> request.ifNoneMatch("*"));
        return asking(() -> {
            try {
                return put(request, path, content);
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED
                        || e.statusCode() == CONFLICT
                        || (e.statusCode() == NOT_FOUND && present.isPresent())) {
                    return false;
                }
                throw e;
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
