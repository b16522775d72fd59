package io.purchaseorders.handlers.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.purchaseorders.handlers.api.http.TransientFailure;
import io.purchaseorders.log.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** How the files of a log are asked for, and what S3's answers mean ("Error responses" in the Amazon S3 API Reference). */
@NullMarked
class LogBucketTest {

    private static final Map<String, String> ERRORS = Map.of(
            "/orders-log/missing", "404 NoSuchKey",
            "/orders-log/secret", "403 AccessDenied",
            "/orders-log/broken", "500 InternalError",
            "/orders-log/busy", "503 SlowDown");

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @SuppressWarnings("NullAway.Init")
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String error = ERRORS.getOrDefault(path, "200 OK");
            byte[] body = (error.startsWith("200")
                            ? "content of " + path
                            : "<Error><Code>" + error.substring(4) + "</Code></Error>")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(error.substring(0, 3)), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        s3 = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(
                        URI.create("http://localhost:" + server.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .overrideConfiguration(once -> once.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    private LogFiles bucket() {
        return new LogBucket(s3, "orders-log");
    }

    @Test
    void a_path_of_the_log_is_a_key() {
        assertThat(bucket().read("tile/entries/x001/234.p/5")
                        .map(content -> new String(content, StandardCharsets.UTF_8)))
                .hasValue("content of /orders-log/tile/entries/x001/234.p/5");
    }

    @Test
    void a_key_that_is_not_there_is_a_file_that_is_not() {
        assertThat(bucket().read("missing")).isEmpty();
    }

    @Test
    void a_bucket_that_is_out_of_order_may_answer_soon() {
        for (String path : java.util.List.of("broken", "busy")) {
            assertThatThrownBy(() -> bucket().read(path))
                    .isInstanceOf(UncheckedIOException.class)
                    .matches(TransientFailure::isTransient, "transient");
        }
    }

    @Test
    void a_bucket_that_is_closed_to_the_function_is_a_fault_of_its_deployment() {
        assertThatThrownBy(() -> bucket().read("secret"))
                .isInstanceOf(UncheckedIOException.class)
                .matches(failure -> !TransientFailure.isTransient(failure), "lasting")
                .hasMessageNotContaining("orders-log");
    }

    @Test
    void a_log_is_read_from_where_the_variables_say_and_nowhere_without_them() {
        assertThat(KeptLog.of(Map.of())).isEqualTo(KeptLog.NONE);
        assertThat(KeptLog.of(Map.of("LOG_BUCKET", ""))).isEqualTo(KeptLog.NONE);
        assertThat(KeptLog.of(Map.of("LOG_FOLDER", "log")).files().getClass().getSimpleName())
                .isEqualTo("LogFolder");
    }
}
