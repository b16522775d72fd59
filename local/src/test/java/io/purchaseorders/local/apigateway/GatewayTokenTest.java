package io.purchaseorders.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.BindException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayTokenTest {

    private static final List<Operation> DOCUMENT_OPERATIONS =
            ApiDocument.packaged().operations();

    private final Tokens tokens = new Tokens();
    private final StandInFunction function = new StandInFunction();

    @SuppressWarnings("NullAway.Init")
    private Gateway gateway;

    @BeforeAll
    void start() throws BindException {
        gateway = Gateway.start(0, Tokens.ISSUER, tokens.keys(), function);
    }

    @AfterAll
    void stop() {
        gateway.close();
        tokens.close();
    }

    @Test
    void a_good_token_passes_and_its_claims_reach_the_function_as_strings() {
        function.requests.clear();
        var answer = new Client(gateway).call("GET", "/orders/PO-1", tokens.signed(Tokens.claims()));
        assertThat(answer.statusCode()).isEqualTo(200);
        var claims = function.requests.getLast().at("/requestContext/authorizer/claims");
        assertThat(claims.path("scope").asText()).isEqualTo("orders/read orders/audit");
        assertThat(claims.path("exp").isTextual()).isTrue();
    }

    Stream<Arguments> bad_tokens() throws JOSEException {
        var stranger = new RSAKeyGenerator(2048).keyID("known").generate();
        var good = tokens.signed(Tokens.claims());
        var publicKey = tokens.key.toPublicJWK().toString();
        return Stream.of(
                Arguments.of("none at all", ""),
                Arguments.of("not a JWT", "abc"),
                Arguments.of(
                        "expired",
                        signed(c -> c.expirationTime(Date.from(Instant.now().minusSeconds(2))))),
                Arguments.of(
                        "not yet valid",
                        signed(c -> c.notBeforeTime(Date.from(Instant.now().plusSeconds(60))))),
                Arguments.of("never expires", signed(c -> c.expirationTime(null))),
                Arguments.of("wrong issuer", signed(c -> c.issuer("http://localhost/other"))),
                Arguments.of("an id token", signed(c -> c.claim("token_use", "id"))),
                Arguments.of(
                        "a whole id token",
                        signed(c -> c.claim("token_use", "id")
                                .audience("client")
                                .claim("client_id", null)
                                .claim("scope", null))),
                Arguments.of("for another audience", signed(c -> c.audience("https://other.example"))),
                Arguments.of("of no client", signed(c -> c.claim("client_id", null))),
                Arguments.of("of nobody", signed(c -> c.subject(null))),
                Arguments.of("of no use", signed(c -> c.claim("token_use", null))),
                Arguments.of("alg none", new PlainJWT(Tokens.claims().build()).serialize()),
                Arguments.of("signature cut off", good.substring(0, good.lastIndexOf('.') + 1)),
                Arguments.of("tampered", tampered(good)),
                Arguments.of(
                        "HS256 with the public key as secret",
                        Tokens.signed(
                                Tokens.claims(),
                                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("known"),
                                new MACSigner(publicKey))),
                Arguments.of(
                        "RS512 of the same key",
                        Tokens.signed(
                                Tokens.claims(),
                                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("known"),
                                tokens.rsa())),
                Arguments.of(
                        "another key under the same id",
                        Tokens.signed(
                                Tokens.claims(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("known"),
                                new RSASSASigner(stranger))),
                Arguments.of(
                        "its own key in the header",
                        Tokens.signed(
                                Tokens.claims(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(stranger.toPublicJWK()),
                                new RSASSASigner(stranger))),
                Arguments.of(
                        "unknown key id",
                        Tokens.signed(
                                Tokens.claims(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown"),
                                tokens.rsa())),
                Arguments.of(
                        "another unknown key id",
                        Tokens.signed(
                                Tokens.claims(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../etc/passwd"),
                                tokens.rsa())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad_tokens")
    void a_bad_token_is_401_with_a_challenge_and_never_reaches_the_function(String name, String token) {
        function.requests.clear();
        for (Operation operation : guarded()) {
            var answer = new Client(gateway).call(operation.method(), path(operation), token);
            assertThat(answer.statusCode()).as(operation.id()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge)
                            .startsWith("Bearer ")
                            .contains("resource_metadata=\"" + gateway.address() + ResourceMetadata.PATH + "\""));
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
        assertThat(function.requests).isEmpty();
    }

    @Test
    void each_operation_is_opened_by_each_of_its_scopes_alone_and_by_no_other() {
        var client = new Client(gateway);
        var all = guarded().stream()
                .flatMap(operation -> operation.scopes().stream())
                .distinct()
                .toList();
        assertThat(all).hasSizeGreaterThan(1);
        for (Operation operation : guarded()) {
            for (String scope : all) {
                function.requests.clear();
                var token = tokens.signed(Tokens.claims().claim("scope", "openid " + scope));
                boolean opens = operation.scopes().contains(scope);
                assertThat(client.call(operation.method(), path(operation), token)
                                .statusCode())
                        .as("%s with %s", operation.id(), scope)
                        .isEqualTo(opens ? 200 : 403);
                assertThat(function.requests).hasSize(opens ? 1 : 0);
            }
        }
    }

    private static List<Operation> guarded() {
        return DOCUMENT_OPERATIONS.stream()
                .filter(operation -> !operation.isPublic())
                .toList();
    }

    private static String path(Operation operation) {
        return operation.path().replaceAll("\\{[^}]*}", "any");
    }

    @Test
    void a_good_token_still_passes_after_many_unknown_key_ids() {
        var unknown = Tokens.signed(
                Tokens.claims(), new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown"), tokens.rsa());
        var client = new Client(gateway);
        for (int i = 0; i < 5; i++) {
            assertThat(client.call("GET", "/orders/PO-1", unknown).statusCode()).isEqualTo(401);
        }
        assertThat(client.call("GET", "/orders/PO-1", tokens.signed(Tokens.claims()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_token_that_was_found_good_is_found_bad_once_it_has_expired() {
        var client = new Client(gateway);
        var token =
                signed(claims -> claims.expirationTime(Date.from(Instant.now().plusSeconds(3))));
        assertThat(client.call("GET", "/orders/PO-1", token).statusCode()).isEqualTo(200);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> client.call("GET", "/orders/PO-1", token).statusCode() == 401);
    }

    @Test
    void a_token_without_a_scope_of_the_operation_is_403() {
        var client = new Client(gateway);
        var reader = tokens.signed(Tokens.claims().claim("scope", "orders/read"));
        var nobody = tokens.signed(Tokens.claims().claim("scope", "orders/readx Orders/read other"));
        var scopeless = tokens.signed(Tokens.claims().claim("scope", null));
        assertThat(client.call("GET", "/orders/PO-1", reader).statusCode()).isEqualTo(200);
        assertThat(client.call("GET", "/orders/PO-1/events", reader).statusCode())
                .isEqualTo(403);
        assertThat(client.call("GET", "/rejections", reader).statusCode()).isEqualTo(403);
        assertThat(client.call("GET", "/orders/PO-1", nobody).statusCode()).isEqualTo(403);
        assertThat(client.call("GET", "/orders/PO-1", scopeless).body()).contains("\"status\":403");
    }

    private String signed(UnaryOperator<JWTClaimsSet.Builder> spoil) {
        return tokens.signed(spoil.apply(Tokens.claims()));
    }

    /** The same signature under more rights. */
    private static String tampered(String token) {
        var parts = token.split("\\.", -1);
        var payload =
                Tokens.claims().claim("scope", "orders/everything").build().toPayload();
        return parts[0] + "." + payload.toBase64URL() + "." + parts[2];
    }
}
