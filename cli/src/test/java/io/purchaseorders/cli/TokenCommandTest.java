package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.purchaseorders.local.apigateway.Gateway;
import io.purchaseorders.local.apigateway.Issuer;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenCommandTest {

    private final Issuer issuer = Issuer.start(0);

    @SuppressWarnings("NullAway.Init")
    private Gateway gateway;

    @BeforeAll
    void start() throws BindException {
        gateway = Gateway.start(
                0, issuer, (alias, request) -> "{\"statusCode\":200,\"body\":\"{}\"}".getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    void stop() {
        gateway.close();
        issuer.close();
    }

    @Test
    void it_prints_one_token_alone_with_the_claims_of_a_cognito_access_token() throws Exception {
        var run = token("--scope", "orders/read", "--scope", "any:thing");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err().strip()).hasLineCount(1).startsWith("warning: the API knows no scope any:thing");
        assertThat(run.out()).matches("[\\w.-]+\\R");
        var jwt = SignedJWT.parse(run.out().strip());
        assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
        assertThat(jwt.getHeader().getKeyID()).isNotEmpty();
        var claims = jwt.getJWTClaimsSet();
        assertThat(claims.toJSONObject().keySet())
                .containsExactlyInAnyOrder(
                        "sub", "iss", "client_id", "token_use", "scope", "version", "jti", "iat", "exp", "auth_time");
        assertThat(claims.toJSONObject())
                .containsAllEntriesOf(Map.of("token_use", "access", "scope", "orders/read any:thing"));
        assertThat(claims.getIssuer()).isEqualTo(issuer.address().toString());
    }

    @Test
    void the_gateway_takes_the_token_for_its_scopes_only() throws Exception {
        var read = token("--scope", "orders/read").out().strip();
        assertThat(status("/orders/PO-1", read)).isEqualTo(200);
        assertThat(status("/orders/PO-1/events", read)).isEqualTo(403);
        assertThat(status(
                        "/orders/PO-1/events",
                        token("--scope", "orders/audit").out().strip()))
                .isEqualTo(200);
    }

    @Test
    void two_issuers_never_share_a_key() {
        try (var other = Issuer.start(0)) {
            assertThat(keys(issuer)).isNotEqualTo(keys(other));
        }
    }

    private String keys(Issuer of) {
        return get(of.keys(), "").body();
    }

    private CommandRun token(String... arguments) {
        var all = new String[arguments.length + 3];
        all[0] = "token";
        all[1] = "--api-port";
        all[2] = String.valueOf(gateway.address().getPort());
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return CommandRun.of(all);
    }

    private int status(String path, String token) {
        return get(gateway.address().resolve(path), token).statusCode();
    }

    private static HttpResponse<String> get(URI address, String token) {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(address)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
