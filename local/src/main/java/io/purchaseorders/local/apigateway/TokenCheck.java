package io.purchaseorders.local.apigateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Tells whether an access token is good: what API Gateway's Cognito authorizer checks. */
final class TokenCheck {

    sealed interface Verdict {
        record Good(JWTClaimsSet claims, List<String> scopes) implements Verdict {}

        record Bad() implements Verdict {}

        /** The issuer's keys cannot be had. */
        record Undecided() implements Verdict {}
    }

    /** A Cognito access token names no audience: one that does is meant for somebody else (RFC 8707). */
    private static final @Nullable Set<String> NO_AUDIENCE = null;

    /** As long as API Gateway keeps what a Cognito authorizer found, unless it is told otherwise. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** A client has one token an hour. When there are more, all are checked anew. */
    private static final int MOST_KEPT = 1_000;

    private record Kept(Verdict.Good verdict, Instant until) {}

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    TokenCheck(URI issuer, URI keys) {
        try {
            var source = JWKSourceBuilder.create(keys.toURL()).build();
            // RS256 only: neither "none" nor an HMAC under the public key as secret gets as far as a key.
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, source));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a URL: " + keys, e);
        }
        var exact = new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .claim("token_use", "access")
                .build();
        var claims = new DefaultJWTClaimsVerifier<>(
                NO_AUDIENCE, exact, Set.of("sub", "exp", "iat", "client_id"), Set.of("aud"));
        claims.setMaxClockSkew(0);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** A good token is not verified again before it expires, nor for longer than the service keeps it. */
    Verdict check(String token) {
        Kept known = kept.get(token);
        if (known != null && Instant.now().isBefore(known.until())) {
            return known.verdict();
        }
        Verdict verdict = verify(token);
        if (verdict instanceof Verdict.Good good) {
            if (kept.size() >= MOST_KEPT) {
                kept.clear();
            }
            kept.put(
                    token,
                    new Kept(good, until(good.claims().getExpirationTime().toInstant())));
        }
        return verdict;
    }

    private Instant until(Instant expiry) {
        Instant latest = Instant.now().plus(KEPT);
        return expiry.isBefore(latest) ? expiry : latest;
    }

    private Verdict verify(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            // Without a key id every key would be tried; Cognito always names it.
            if (jwt.getHeader().getKeyID() == null) {
                return new Verdict.Bad();
            }
            var claims = processor.process(jwt, null);
            var scope = claims.getStringClaim("scope");
            return new Verdict.Good(
                    claims, scope == null || scope.isEmpty() ? List.of() : List.of(scope.split(" ", -1)));
        } catch (RateLimitReachedException e) {
            // Somebody makes up key ids: the keys were looked up moments ago and do not hold it.
            return new Verdict.Bad();
        } catch (KeySourceException e) {
            return new Verdict.Undecided();
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return new Verdict.Bad();
        }
    }
}
