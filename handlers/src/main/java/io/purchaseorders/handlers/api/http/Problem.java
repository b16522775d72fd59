package io.purchaseorders.handlers.api.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.purchaseorders.handlers.api.http.Parameters.ParameterFault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Errors as RFC 9457 has them. They say what the caller can do, and nothing of what is behind. */
public final class Problem {

    static final String CONTENT_TYPE = "application/problem+json";

    /** Long enough for a burst to pass, short enough for a person who waits. */
    private static final String RETRY_AFTER_SECONDS = "1";

    private Problem() {}

    public static Answer badRequest(String path, List<ParameterFault> faults) {
        String detail = faults.size() == 1 ? "A parameter is wrong." : faults.size() + " parameters are wrong.";
        ObjectNode problem = problem(400, "Bad Request", detail, path);
        var errors = problem.putArray("errors");
        faults.forEach(
                fault -> errors.addObject().put("parameter", fault.parameter()).put("message", fault.message()));
        return answer(problem);
    }

    public static Answer unauthorized(String path) {
        return answer(problem(401, "Unauthorized", "A valid access token is needed.", path))
                .with("WWW-Authenticate", "Bearer");
    }

    public static Answer forbidden(String path, List<String> scopes) {
        return answer(problem(
                        403,
                        "Forbidden",
                        "The access token lacks the scope " + String.join(" or ", scopes) + ".",
                        path))
                .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scopes.getFirst() + "\"");
    }

    public static Answer notFound(String path, String detail) {
        return answer(problem(404, "Not Found", detail, path));
    }

    public static Answer methodNotAllowed(String path, List<String> methods) {
        String known = String.join(" and ", methods) + (methods.size() == 1 ? " is" : " are");
        return answer(problem(405, "Method Not Allowed", "Only " + known + " known here.", path))
                .with("Allow", String.join(", ", methods) + ", OPTIONS");
    }

    public static Answer unavailable(String path) {
        return answer(problem(503, "Service Unavailable", "The service cannot answer for now.", path))
                .with("Retry-After", RETRY_AFTER_SECONDS);
    }

    public static Answer internal(String path) {
        return answer(problem(500, "Internal Server Error", "The service failed to answer.", path));
    }

    private static ObjectNode problem(int status, String title, String detail, String path) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .put("instance", reference(path));
    }

    /** A gateway may hand over what is no URI reference. */
    private static String reference(String path) {
        try {
            return new URI(path).toASCIIString();
        } catch (URISyntaxException raw) {
            try {
                return new URI(null, null, path, null).toASCIIString();
            } catch (URISyntaxException hopeless) {
                return "";
            }
        }
    }

    private static Answer answer(ObjectNode problem) {
        return Answer.of(problem.path("status").intValue(), CONTENT_TYPE, Answer.text(problem))
                .with("Cache-Control", "no-store");
    }
}
