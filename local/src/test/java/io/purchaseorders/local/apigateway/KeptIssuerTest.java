package io.purchaseorders.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.purchaseorders.local.host.StartProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptIssuerTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static String token(Issuer issuer) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(issuer.address() + "/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Authorization", "Basic YTpi")
                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=orders/read"))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new JsonMapper().readTree(answer.body()).path("access_token").asText();
        }
    }

    private static int status(Issuer issuer, String token) throws IOException {
        try (Gateway gateway = Gateway.start(0, issuer.address(), issuer.keys(), new StandInFunction())) {
            return new Client(gateway).call("GET", "/orders/PO-1", token).statusCode();
        }
    }

    /** The server lets go of its port some time after it was told to stop. */
    private static void stop(Issuer issuer) {
        issuer.close();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> IssuerFile.isFree(issuer.address().getPort()));
    }

    @Test
    void a_token_is_good_after_a_restart_in_the_same_folder_and_in_no_other() throws Exception {
        Issuer before = Issuer.kept(folder);
        String token = token(before);
        assertThat(status(before, token)).isEqualTo(200);
        stop(before);
        try (Issuer after = Issuer.kept(folder)) {
            assertThat(status(after, token)).isEqualTo(200);
        }
        try (Issuer other = Issuer.kept(Files.createDirectory(folder.resolve("other")))) {
            assertThat(status(other, token)).isEqualTo(401);
        }
    }

    @Test
    void its_key_is_for_its_owner_alone() throws IOException {
        Issuer.kept(folder).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("issuer.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void it_takes_another_port_where_its_own_is_taken() throws IOException {
        Issuer before = Issuer.kept(folder);
        int port = before.address().getPort();
        stop(before);
        try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                Issuer after = Issuer.kept(folder)) {
            assertThat(taken.isBound()).isTrue();
            assertThat(after.address().getPort()).isNotEqualTo(port);
        }
    }

    @Test
    void a_file_that_is_no_key_is_named() throws IOException {
        Files.writeString(folder.resolve("issuer.json"), "{}");
        assertThatThrownBy(() -> Issuer.kept(folder))
                .isInstanceOf(StartProblem.class)
                .hasMessageContaining("issuer.json");
    }
}
