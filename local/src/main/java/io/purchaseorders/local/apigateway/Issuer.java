package io.purchaseorders.local.apigateway;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import io.purchaseorders.local.host.StartProblem;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the Cognito user pool: an OpenID provider that signs anyone in, by client credentials or by code with PKCE,
 * with exactly the scopes asked for, and gives access tokens with the claims that Cognito puts into them. Its keys are new at each
 * start, but for one that keeps them.
 */
public final class Issuer implements AutoCloseable {

    /** Takes the place of the user pool's id in the issuer's URL. */
    private static final String POOL = "local_orders";

    /** As long as a Cognito access token lives by default. */
    private static final long TOKEN_SECONDS = 3600;

    private final MockOAuth2Server server;
    private final URI address;

    private Issuer(MockOAuth2Server server, URI address) {
        this.server = server;
        this.address = address;
    }

    /** Starts on {@code port} of the loopback interface; 0 takes a free one. */
    public static Issuer start(int port) {
        return start(port, List.of());
    }

    /**
     * Starts as the issuer that was started in this folder before, so that its tokens are good again; at another port, which
     * makes them void, where another program has taken its own.
     *
     * @throws StartProblem where what the folder keeps cannot be read or written
     */
    public static Issuer kept(Path folder) {
        IssuerFile file = IssuerFile.in(folder);
        IssuerFile.Kept kept = file.read();
        Issuer issuer = start(kept.port(), List.of(kept.key()));
        if (issuer.address.getPort() != kept.port()) {
            file.write(new IssuerFile.Kept(issuer.address.getPort(), kept.key()));
        }
        return issuer;
    }

    private static Issuer start(int port, List<JWK> keys) {
        var http = new CodeGrant(new NettyWrapper());
        // The default key provider begins with keys that are published in its jar.
        var tokens = new OAuth2TokenProvider(new KeyProvider(keys));
        var config = new OAuth2Config(false, null, null, false, tokens, Set.of(new CognitoClaims(http)), http);
        var server = new MockOAuth2Server(config);
        server.start(InetAddress.getLoopbackAddress(), port);
        return new Issuer(server, URI.create("http://localhost:" + http.port() + "/" + POOL));
    }

    /** The {@code iss} of its tokens; its metadata is at {@code /.well-known/openid-configuration} below it. */
    public URI address() {
        return address;
    }

    /** Where the public keys are. */
    public URI keys() {
        return URI.create(address + "/jwks");
    }

    @Override
    public void close() {
        server.shutdown();
    }

    private static final class CognitoClaims extends DefaultOAuth2TokenCallback {

        private final CodeGrant codes;

        CognitoClaims(CodeGrant codes) {
            super(POOL, "", "JWT", List.of(), Map.of(), TOKEN_SECONDS);
            this.codes = codes;
        }

        @Override
        public String subject(TokenRequest request) {
            return clientId(request);
        }

        @Override
        public List<String> audience(TokenRequest request) {
            return List.of();
        }

        @Override
        public Map<String, Object> addClaims(TokenRequest request) {
            var claims = new HashMap<String, @Nullable Object>();
            claims.put("client_id", clientId(request));
            claims.put("token_use", "access");
            claims.put("version", 2);
            claims.put("auth_time", Instant.now().getEpochSecond());
            scopes(request).ifPresent(scopes -> claims.put("scope", String.join(" ", new LinkedHashSet<>(scopes))));
            claims.put("nbf", null); // The server adds it, Cognito does not.
            return asDeclared(claims);
        }

        private Optional<List<String>> scopes(TokenRequest request) {
            return codes.scopes(request)
                    .or(() -> Optional.ofNullable(request.getScope()).map(Scope::toStringList));
        }

        /** A null value takes a claim away, which the type of the overridden method does not say. */
        @SuppressWarnings("NullAway")
        private static Map<String, Object> asDeclared(Map<String, @Nullable Object> claims) {
            return claims;
        }

        private static String clientId(TokenRequest request) {
            var authentication = request.getClientAuthentication();
            return authentication == null
                    ? String.valueOf(request.getClientID())
                    : authentication.getClientID().getValue();
        }
    }
}
