package io.purchaseorders.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign-in by code at the local issuer, as a browser does it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeGrantTest {

    private static final String HERE = "http://localhost:8080/console/";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";

    @SuppressWarnings("NullAway.Init")
    private Issuer issuer;

    @BeforeAll
    void start() {
        issuer = Issuer.start(0);
    }

    @AfterAll
    void stop() {
        issuer.close();
    }

    @Test
    void one_click_gives_an_access_token_with_the_scopes_that_were_asked_for() throws Exception {
        var token = redeem(code("openid orders/read orders/audit"), VERIFIER);
        assertThat(token.statusCode()).isEqualTo(200);
        var claims = SignedJWT.parse(new JsonMapper()
                        .readTree(token.body())
                        .path("access_token")
                        .asText())
                .getJWTClaimsSet();
        assertThat(scopes(claims.getStringClaim("scope")))
                .containsExactlyInAnyOrder("openid", "orders/read", "orders/audit");
        assertThat(claims.getStringClaim("token_use")).isEqualTo("access");
        assertThat(claims.getStringClaim("client_id")).isEqualTo("console");
        assertThat(claims.getAudience()).isEmpty();
    }

    @Test
    void a_code_is_worth_nothing_without_its_verifier() throws Exception {
        assertThat(redeem(code("openid orders/read"), VERIFIER + "x").statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_code_is_redeemed_once() throws Exception {
        String code = code("openid orders/read");
        assertThat(redeem(code, VERIFIER).statusCode()).isEqualTo(200);
        assertThat(redeem(code, VERIFIER).statusCode()).isGreaterThanOrEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/console/",
                "http://example.com/",
                "http://localhost.example.com/",
                "http://localhost@example.com/",
                "http://127.0.0.1@example.com/",
                "javascript:alert(1)",
                "//example.com/",
                "not a uri",
                ""
            })
    void nobody_is_led_away_from_this_machine(String redirect) throws Exception {
        var answer = authorize(redirect, "openid", "S256", challenge());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/console/", "http://127.0.0.1:9999/x", "http://[::1]:1/"})
    void pages_of_this_machine_are_led_back_to(String redirect) throws Exception {
        assertThat(authorize(redirect, "openid", "S256", challenge()).headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).startsWith(redirect));
    }

    @Test
    void a_challenge_by_s256_is_demanded() throws Exception {
        assertThat(authorize(HERE, "openid", "plain", VERIFIER).statusCode()).isEqualTo(400);
        assertThat(authorize(HERE, "openid", "", "").statusCode()).isEqualTo(400);
    }

    private String code(String scope) throws Exception {
        String location = authorize(HERE, scope, "S256", challenge())
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(location).startsWith(HERE + "?code=").endsWith("&state=s");
        return location.substring(location.indexOf('=') + 1, location.indexOf('&'));
    }

    private static List<String> scopes(String claim) {
        return List.of(claim.split(" ", -1));
    }

    private static String challenge() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }

    private HttpResponse<String> authorize(String redirect, String scope, String method, String challenge)
            throws IOException, InterruptedException {
        String query = form(Map.of(
                "response_type", "code",
                "client_id", "console",
                "redirect_uri", redirect,
                "scope", scope,
                "state", "s",
                "code_challenge_method", method,
                "code_challenge", challenge));
        return send(HttpRequest.newBuilder(URI.create(issuer.address() + "/authorize?" + query)));
    }

    private HttpResponse<String> redeem(String code, String verifier) throws IOException, InterruptedException {
        String body = form(Map.of(
                "grant_type", "authorization_code",
                "client_id", "console",
                "redirect_uri", HERE,
                "code", code,
                "code_verifier", verifier));
        return send(HttpRequest.newBuilder(URI.create(issuer.address() + "/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String form(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
