package io.purchaseorders.notary;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.log.LogStorage;
import io.purchaseorders.log.LogStorageContract;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of what keeps a log's files, kept by a bucket. */
class S3LogStorageTest extends LogStorageContract {

    private static final AtomicInteger BUCKETS = new AtomicInteger();

    @SuppressWarnings("NullAway.Init") // before all tests
    private static MotoServer server;

    private String bucket = "";

    @BeforeAll
    static void start() throws Exception {
        server = new MotoServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void empty() {
        bucket = "log-" + BUCKETS.incrementAndGet();
        server.makeBucket(bucket);
    }

    @Override
    protected LogStorage storage() {
        return new S3LogStorage(server.s3(), bucket);
    }

    @Test
    void a_bucket_that_does_not_answer_is_named() {
        LogStorage missing = new S3LogStorage(server.s3(), "no-such-bucket");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> {
                    missing.write("tile/0/000", new byte[1]);
                    missing.flush();
                })
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessageContaining("no-such-bucket");
        assertThat(bucket).isNotEmpty();
    }
}
