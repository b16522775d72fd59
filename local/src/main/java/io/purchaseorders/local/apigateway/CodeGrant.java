package io.purchaseorders.local.apigateway;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kotlin.jvm.functions.Function1;
import no.nav.security.mock.oauth2.http.NettyWrapper;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.OAuth2HttpServer;
import no.nav.security.mock.oauth2.http.Ssl;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in by authorization code, as the user pool's client for people grants it: with PKCE by S256 alone, and back to pages of
 * this machine alone, since anyone may sign in here. Remembers which scopes were asked for under a code, for the access token.
 */
final class CodeGrant implements OAuth2HttpServer {

    private static final int BAD_REQUEST = 400;

    /** Codes that nobody redeemed; the oldest are forgotten. */
    private static final int MOST_CODES = 1_000;

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final NettyWrapper server;
    private final Map<String, List<String>> scopesByCode = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<String>> eldest) {
            return size() > MOST_CODES;
        }
    });

    CodeGrant(NettyWrapper server) {
        this.server = server;
    }

    /** The scopes that were asked for under the code of this request, OpenID's own left out; empty for other grants. */
    Optional<List<String>> scopes(TokenRequest request) {
        return request.getAuthorizationGrant() instanceof AuthorizationCodeGrant grant
                ? Optional.of(
                        scopesByCode.getOrDefault(grant.getAuthorizationCode().getValue(), List.of()))
                : Optional.empty();
    }

    private OAuth2HttpResponse handle(
            OAuth2HttpRequest request, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> next) {
        HttpUrl url = request.getUrl();
        if (!url.encodedPath().endsWith("/authorize")) {
            return next.invoke(request);
        }
        Optional<String> fault = fault(url);
        if (fault.isPresent()) {
            return new OAuth2HttpResponse(
                    Headers.of("Content-Type", "text/plain; charset=utf-8"), BAD_REQUEST, fault.get() + "\n", null);
        }
        OAuth2HttpResponse answer = next.invoke(request);
        HttpUrl back = HttpUrl.parse(String.valueOf(answer.getHeaders().get("Location")));
        String code = back == null ? null : back.queryParameter("code");
        if (code != null) {
            scopesByCode.put(code, asked(url));
        }
        return answer;
    }

    private static Optional<String> fault(HttpUrl url) {
        if (!"S256".equals(url.queryParameter("code_challenge_method"))
                || url.queryParameter("code_challenge") == null) {
            return Optional.of("The local issuer asks for PKCE: code_challenge, with code_challenge_method=S256.");
        }
        return isLoopback(url.queryParameter("redirect_uri"))
                ? Optional.empty()
                : Optional.of("The local issuer leads back to pages of this machine alone: redirect_uri must be one.");
    }

    private static boolean isLoopback(@Nullable String redirect) {
        try {
            URI address = URI.create(String.valueOf(redirect));
            return "http".equals(address.getScheme())
                    && address.getUserInfo() == null
                    && address.getHost() != null
                    && LOOPBACK.contains(address.getHost());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static List<String> asked(HttpUrl url) {
        String scope = url.queryParameter("scope");
        return scope == null
                ? List.of()
                : List.of(scope.split(" ", -1)).stream()
                        .filter(name -> !name.isEmpty())
                        .distinct()
                        .toList();
    }

    @Override
    public OAuth2HttpServer start(Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        return start(InetAddress.getLoopbackAddress(), 0, handler);
    }

    @Override
    public OAuth2HttpServer start(int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        return start(InetAddress.getLoopbackAddress(), port, handler);
    }

    @Override
    public OAuth2HttpServer start(
            InetAddress address, int port, Function1<? super OAuth2HttpRequest, OAuth2HttpResponse> handler) {
        server.start(address, port, request -> handle(request, handler));
        return this;
    }

    @Override
    public OAuth2HttpServer stop() {
        server.stop();
        return this;
    }

    @Override
    public void close() {
        server.close();
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public HttpUrl url(String path) {
        return server.url(path);
    }

    @Override
    public @Nullable Ssl sslConfig() {
        return server.sslConfig();
    }
}
