package io.purchaseorders.notary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A stand-in for S3 that others wrote, with its conditional writes: moto, on a free port of this machine. It takes one request
 * at a time, as it looks at a condition and writes in two steps, and S3 in one.
 */
final class MotoServer implements AutoCloseable {

    private static final String PROGRAM = """
            import sys
            from moto.server import DomainDispatcherApplication, create_backend_app
            from werkzeug.serving import run_simple
            run_simple("127.0.0.1", int(sys.argv[1]), DomainDispatcherApplication(create_backend_app), threaded=False)
            """;

    private final Process process;
    private final S3Client s3;

    MotoServer() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        process = new ProcessBuilder("python3", "-c", PROGRAM, String.valueOf(port))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> answers(port));
        s3 = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
                .build();
    }

    private boolean answers(int port) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("moto does not start: pip install 'moto[server]' and run this again.");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.net.ConnectException e) {
            return false;
        }
    }

    S3Client s3() {
        return s3;
    }

    /** As the template makes one: with versions, and a lock on each. */
    void makeBucket(String name) {
        s3.createBucket(bucket -> bucket.bucket(name)
                .objectLockEnabledForBucket(true)
                .createBucketConfiguration(where -> where.locationConstraint("eu-central-1")));
    }

    @Override
    public void close() throws InterruptedException {
        s3.close();
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
    }
}
