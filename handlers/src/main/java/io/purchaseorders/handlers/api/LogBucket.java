package io.purchaseorders.handlers.api;

import io.purchaseorders.log.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The transparency log in its bucket, its paths the keys: to be read only. Who writes it is in the module {@code notary}. */
final class LogBucket implements LogFiles {

    /** S3 answers a file of some 80 KB in tens of milliseconds. */
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);

    /** Of one file, with its retries. A search reads some twenty, all of which S3 would have to answer as slowly to pass the 29 s. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    private final S3Client s3;
    private final String bucket;

    LogBucket(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    static LogBucket of(String bucket) {
        return new LogBucket(
                S3Client.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .defaultsMode(DefaultsMode.LEGACY)
                        .overrideConfiguration(ClientOverrideConfiguration.builder()
                                .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                                .apiCallTimeout(CALL_TIMEOUT)
                                .build())
                        .build(),
                bucket);
    }

    @Override
    public Optional<byte[]> read(String path) {
        try {
            return Optional.of(
                    s3.getObjectAsBytes(object -> object.bucket(bucket).key(path))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new UncheckedIOException(new IOException("The log's bucket did not answer.", e));
        }
    }
}
