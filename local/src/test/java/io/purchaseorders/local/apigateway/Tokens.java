package io.purchaseorders.local.apigateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/** An issuer whose key the test holds, so that it can sign what no honest issuer would. */
final class Tokens implements AutoCloseable {

    static final URI ISSUER = URI.create("http://localhost/pool");

    final RSAKey key;
    private final HttpServer keys;

    Tokens() {
        try {
            key = new RSAKeyGenerator(2048).keyID("known").generate();
            keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException(e);
        }
        keys.createContext("/jwks", exchange -> {
            var body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        keys.start();
    }

    URI keys() {
        return URI.create("http://localhost:" + keys.getAddress().getPort() + "/jwks");
    }

    /** The claims of a good token, to be spoiled. */
    static JWTClaimsSet.Builder claims() {
        var now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER.toString())
                .subject("client")
                .claim("client_id", "client")
                .claim("token_use", "access")
                .claim("scope", "orders/read orders/audit")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    String signed(JWTClaimsSet.Builder claims) {
        return signed(claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("known"), rsa());
    }

    JWSSigner rsa() {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(JWTClaimsSet.Builder claims, JWSHeader.Builder header, JWSSigner signer) {
        var jwt = new SignedJWT(header.build(), claims.build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    @Override
    public void close() {
        keys.stop(0);
    }
}
