package io.purchaseorders.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.purchaseorders.local.cloudfront.Site;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's files on the port of the API. */
class SiteBesideGatewayTest {

    private final Issuer issuer = Issuer.start(0);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void the_page_is_served_under_a_strict_policy_and_the_root_leads_to_it() throws IOException {
        built();
        try (Gateway gateway = started()) {
            var client = new Client(gateway);
            var page = client.call("GET", "/console/", "");
            assertThat(page.body()).isEqualTo("<!doctype html>");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            assertThat(policy(page))
                    .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                    .contains("connect-src 'self' http://localhost:1234 http://localhost:5678;")
                    .doesNotContain("unsafe", "*");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(client.call("GET", "/", "").headers().firstValue("Location"))
                    .hasValue("/console/");
            assertThat(client.call("GET", "/console", "").statusCode()).isEqualTo(302);
            assertThat(client.call("HEAD", "/console/", "").body()).isEmpty();
            assertThat(client.call("GET", "/console/config.json", "").body()).isEqualTo("{\"a\":1}");
            assertThat(client.call("GET", "/console/assets/x-1.js", "")
                            .headers()
                            .firstValue("Cache-Control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("immutable"));
        }
    }

    @Test
    void the_api_answers_as_without_it() throws IOException {
        built();
        try (Gateway gateway = started()) {
            var client = new Client(gateway);
            assertThat(client.call("GET", "/health", "").statusCode()).isEqualTo(200);
            assertThat(client.call("GET", "/orders/PO-1", "").statusCode()).isEqualTo(401);
            assertThat(client.call("POST", "/console/", "").statusCode()).isEqualTo(404);
            assertThat(client.call("GET", "/consoles", "").statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../secret",
                "/console/%2e%2e/secret",
                "/console/..%2Fsecret",
                "/console//secret",
                "/console/assets/"
            })
    void no_path_leads_out_of_the_site(String path) throws IOException {
        built();
        Files.writeString(folder.resolve("secret"), "secret");
        try (Gateway gateway = started()) {
            assertThat(new Client(gateway).raw(path, ""))
                    .doesNotContain("\r\n\r\nsecret")
                    .containsPattern("HTTP/1.1 40[04]");
        }
    }

    @Test
    void a_console_that_is_not_built_says_what_to_do() throws IOException {
        try (Gateway gateway = started()) {
            var answer = new Client(gateway).call("GET", "/console/", "");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).contains("install Node.js").contains("./orders up");
        }
    }

    private static String policy(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Security-Policy").orElseThrow();
    }

    private void built() throws IOException {
        Files.createDirectories(folder.resolve("site/assets"));
        Files.writeString(folder.resolve("site/index.html"), "<!doctype html>");
        Files.writeString(folder.resolve("site/assets/x-1.js"), "1");
    }

    private Gateway started() throws IOException {
        return Gateway.start(
                0,
                issuer,
                new StandInFunction(),
                address -> new Site(
                        folder.resolve("site"),
                        "{\"a\":1}",
                        List.of(URI.create("http://localhost:1234/x"), URI.create("http://localhost:5678"))));
    }
}
