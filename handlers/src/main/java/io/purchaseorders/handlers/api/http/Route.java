package io.purchaseorders.handlers.api.http;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call that an API knows, by its path. */
public interface Route {

    /** The path as the gateway knows it, with a variable segment in braces; a plus in them takes all segments that follow. */
    String template();

    /** Any one of them is enough; a call without any is open to everybody. */
    List<String> scopes();

    /** The query parameters that are known. A call without any ignores whatever is there: it cannot be misread. */
    Set<String> parameters();

    /** The methods that are known, beside OPTIONS, which the gateway answers. */
    default List<String> methods() {
        return List.of("GET", "HEAD");
    }

    /** The route that a gateway found, or where it found none, the first one that the path fits. */
    static <R extends Route> Optional<R> find(Collection<R> routes, @Nullable String resource, String path) {
        return routes.stream()
                .filter(route -> route.template().equals(resource))
                .findFirst()
                .or(() -> routes.stream()
                        .filter(route -> fits(route.template(), path))
                        .findFirst());
    }

    private static boolean fits(String template, String path) {
        List<String> asked = segments(path);
        List<String> segments = segments(template);
        if (isGreedy(template) ? asked.size() < segments.size() : asked.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            boolean variable = segments.get(i).startsWith("{");
            if (variable ? asked.get(i).isEmpty() : !asked.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The path's one variable segment, or all of the segments that it takes, still percent-encoded. Counted from the end,
     * because the base path of a domain may come before.
     */
    default Optional<String> variableSegment(String path) {
        if (isGreedy(template())) {
            String before = template().substring(0, template().indexOf('{'));
            int begin = path.indexOf(before);
            return begin < 0 ? Optional.empty() : Optional.of(path.substring(begin + before.length()));
        }
        List<String> asked = segments(path);
        List<String> segments = segments(template());
        int ahead = asked.size() - segments.size();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).startsWith("{") && i + ahead >= 0) {
                return Optional.of(asked.get(i + ahead));
            }
        }
        return Optional.empty();
    }

    private static boolean isGreedy(String template) {
        return template.endsWith("+}");
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
