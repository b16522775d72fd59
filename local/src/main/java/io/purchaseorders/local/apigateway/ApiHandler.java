package io.purchaseorders.local.apigateway;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Route, token, scope, function: one request through the gateway, in the order of the service. */
final class ApiHandler extends Handler.Abstract {

    private static final String SCHEME = "Bearer ";

    /** The service's limit of a payload. */
    private static final int LONGEST_BODY_BYTES = 10 * 1024 * 1024;

    private static final Problem UNSUPPORTED_TYPE =
            Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "A body of this type is not taken here.");

    private final Routes routes;
    private final Compressor compressor;
    private final TokenCheck tokens;
    private final ResourceMetadata metadata;
    private final boolean isBinary;
    private final Integrations integrations;

    ApiHandler(
            Routes routes,
            Compressor compressor,
            TokenCheck tokens,
            ResourceMetadata metadata,
            boolean isBinary,
            Integrations integrations) {
        this.routes = routes;
        this.compressor = compressor;
        this.tokens = tokens;
        this.metadata = metadata;
        this.isBinary = isBinary;
        this.integrations = integrations;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var path = request.getHttpURI().getPath();
        if (ResourceMetadata.PATH.equals(path)) {
            describe(request, response, callback);
            return true;
        }
        switch (routes.match(request.getMethod(), path == null ? "" : path)) {
            case Routes.Match.Found found -> authorize(request, response, callback, found);
            case Routes.Match.WrongMethod wrong ->
                Answers.write(request, response, callback, wrongMethod(String.join(", ", wrong.allowed())));
            case Routes.Match.NoRoute() ->
                Answers.write(
                        request, response, callback, Problem.of(HttpStatus.NOT_FOUND_404, "There is no such route."));
            case Routes.Match.Undecodable malformed ->
                Answers.write(request, response, callback, Problem.undecodable("path", malformed.parameters()));
        }
        return true;
    }

    private void describe(Request request, Response response, Callback callback) {
        if (List.of("GET", "HEAD").contains(request.getMethod())) {
            var headers = HttpFields.build().add(HttpHeader.CONTENT_TYPE, "application/json");
            Answers.write(request, response, callback, HttpStatus.OK_200, headers, ByteBuffer.wrap(metadata.json()));
        } else {
            Answers.write(request, response, callback, wrongMethod("GET, HEAD"));
        }
    }

    private static Problem wrongMethod(String allowed) {
        return Problem.of(HttpStatus.METHOD_NOT_ALLOWED_405, "This route knows " + allowed + ".")
                .with("Allow", allowed);
    }

    private void authorize(Request request, Response response, Callback callback, Routes.Match.Found found) {
        if (found.operation().isPublic()) {
            invoke(request, response, callback, found, null);
            return;
        }
        var authorizations = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
        if (authorizations.size() != 1 || !isBearer(authorizations.getFirst())) {
            Answers.write(request, response, callback, unauthorized("An access token is needed.", ""));
            return;
        }
        var token = authorizations.getFirst().substring(SCHEME.length()).strip();
        switch (tokens.check(token)) {
            case TokenCheck.Verdict.Bad() ->
                Answers.write(
                        request,
                        response,
                        callback,
                        unauthorized("The access token is not valid.", ", error=\"invalid_token\""));
            case TokenCheck.Verdict.Undecided() -> Answers.write(request, response, callback, Problem.unavailable());
            case TokenCheck.Verdict.Good good -> {
                var scopes = found.operation().scopes();
                if (scopes.stream().anyMatch(good.scopes()::contains)) {
                    invoke(request, response, callback, found, good.claims().toJSONObject());
                } else {
                    Answers.write(request, response, callback, forbidden(scopes));
                }
            }
        }
    }

    private String text(byte[] body) {
        return isBinary ? Base64.getEncoder().encodeToString(body) : new String(body, StandardCharsets.UTF_8);
    }

    private static boolean isBearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private Problem unauthorized(String detail, String error) {
        return Problem.of(HttpStatus.UNAUTHORIZED_401, detail)
                .with("WWW-Authenticate", "Bearer resource_metadata=\"" + metadata.address() + "\"" + error);
    }

    private Problem forbidden(List<String> scopes) {
        return Problem.of(
                        HttpStatus.FORBIDDEN_403,
                        "The access token lacks the scope " + String.join(" or ", scopes) + ".")
                .with(
                        "WWW-Authenticate",
                        "Bearer resource_metadata=\"" + metadata.address()
                                + "\", error=\"insufficient_scope\", scope=\"" + scopes.getFirst() + "\"");
    }

    private void invoke(
            Request request,
            Response response,
            Callback callback,
            Routes.Match.Found found,
            @Nullable Map<String, Object> claims) {
        Map<String, List<String>> query;
        try {
            query = ProxyEvent.query(request.getHttpURI().getQuery());
        } catch (ProxyEvent.UnreadableValue e) {
            Answers.write(request, response, callback, Problem.undecodable("query", List.of(e.parameter())));
            return;
        } catch (IllegalArgumentException e) {
            Answers.write(request, response, callback, Problem.undecodable("query", List.of()));
            return;
        }
        ProxyAnswer answer;
        try {
            byte[] body = Content.Source.asInputStream(request).readNBytes(LONGEST_BODY_BYTES + 1);
            if (body.length > LONGEST_BODY_BYTES) {
                Answers.write(
                        request,
                        response,
                        callback,
                        Problem.of(HttpStatus.PAYLOAD_TOO_LARGE_413, "The request's body is too large."));
                return;
            }
            Optional<ProxyAnswer> given = switch (found.operation().integration()) {
                case Integration.Function function ->
                    Optional.of(ProxyAnswer.read(
                            integrations.invoke(
                                    function.alias(),
                                    ProxyEvent.of(request, found, query, claims, text(body), isBinary)),
                            isBinary));
                case Integration.Mock mock ->
                    mock.answers()
                            .answer(
                                    request.getMethod(),
                                    Objects.requireNonNullElse(
                                            request.getHeaders().get(HttpHeader.CONTENT_TYPE), ""));
            };
            if (given.isEmpty()) {
                Answers.write(request, response, callback, UNSUPPORTED_TYPE);
                return;
            }
            answer = compressor.fit(given.get(), request);
        } catch (IOException | RuntimeException e) {
            // What failed inside stays inside, as at the service.
            Answers.write(request, response, callback, Problem.unavailable());
            return;
        }
        Answers.write(request, response, callback, answer.status(), answer.headers(), answer.body());
    }
}
