package io.purchaseorders.local.apigateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the operation that a method and a raw path mean. */
final class Routes {

    /** What a request means, or why it means nothing. */
    sealed interface Match {
        /** An operation with its path parameters, decoded. */
        record Found(Operation operation, Map<String, String> parameters) implements Match {}

        record WrongMethod(List<String> allowed) implements Match {}

        record NoRoute() implements Match {}

        /** @param parameters those of the path that cannot be read; none where no route has them */
        record Undecodable(List<String> parameters) implements Match {}
    }

    /** What Jetty puts in the place of raw bytes that it cannot read. */
    private static final char UNREADABLE = '\uFFFD';

    /** A last variable with a plus takes all segments that follow, as {@code {proxy+}} does. */
    private static final String GREEDY = "+}";

    private final Map<String, List<Operation>> operationsByPath = new LinkedHashMap<>();

    private final Map<String, Operation> anyMethod;

    Routes(ApiDocument document) {
        this.anyMethod = document.anyMethod();
        document.operations()
                .forEach(operation -> operationsByPath
                        .computeIfAbsent(operation.path(), path -> new ArrayList<>())
                        .add(operation));
    }

    /** Segments are split before they are decoded, so that an encoded slash stays inside its parameter. */
    Match match(String method, String rawPath) {
        var segments = new ArrayList<String>();
        var malformed = new HashSet<Integer>();
        for (String segment : rawPath.split("/", -1)) {
            try {
                segments.add(decode(segment, false));
            } catch (IllegalArgumentException e) {
                malformed.add(segments.size());
                segments.add(segment);
            }
        }
        if (!malformed.isEmpty()) {
            return new Match.Undecodable(parametersAt(malformed, segments));
        }
        for (Map.Entry<String, List<Operation>> route : operationsByPath.entrySet()) {
            var parameters = new LinkedHashMap<String, String>();
            if (fits(route.getKey().split("/", -1), segments, parameters)) {
                return choose(method, route.getKey(), route.getValue(), parameters);
            }
        }
        return new Match.NoRoute();
    }

    private Match choose(String method, String path, List<Operation> operations, Map<String, String> parameters) {
        for (Operation operation : operations) {
            if (operation.method().equals(method)) {
                return new Match.Found(operation, parameters);
            }
        }
        Operation any = anyMethod.get(path);
        if (any != null) {
            return new Match.Found(any, parameters);
        }
        return new Match.WrongMethod(
                operations.stream().map(Operation::method).sorted().toList());
    }

    private List<String> parametersAt(Set<Integer> places, List<String> segments) {
        return operationsByPath.keySet().stream()
                .map(path -> path.split("/", -1))
                .filter(template -> fits(template, segments, new LinkedHashMap<>()))
                .findFirst()
                .stream()
                .flatMap(template -> places.stream().map(place -> template[Math.min(place, template.length - 1)]))
                .filter(part -> part.startsWith("{"))
                .map(Routes::name)
                .distinct()
                .toList();
    }

    private static String name(String variable) {
        return variable.substring(1, variable.length() - (variable.endsWith(GREEDY) ? GREEDY.length() : 1));
    }

    private static boolean isGreedy(String[] template) {
        return template[template.length - 1].endsWith(GREEDY);
    }

    private static boolean fits(String[] template, List<String> segments, Map<String, String> parameters) {
        if (isGreedy(template) ? segments.size() < template.length : segments.size() != template.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            if (template[i].endsWith(GREEDY) && !segments.get(i).isEmpty()) {
                parameters.put(name(template[i]), String.join("/", segments.subList(i, segments.size())));
            } else if (template[i].startsWith("{")) {
                if (segments.get(i).isEmpty()) {
                    return false;
                }
                parameters.put(name(template[i]), segments.get(i));
            } else if (!template[i].equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Percent-decodes strictly: malformed escapes, bytes that are not UTF-8 (overlong forms among them) and control
     * characters are refused with an {@link IllegalArgumentException}.
     */
    static String decode(String text, boolean plusIsSpace) {
        var bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    throw new IllegalArgumentException("cut escape");
                }
                bytes.put((byte) HexFormat.fromHexDigits(text, i + 1, i + 3));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.put((byte) ' ');
            } else if (c == UNREADABLE) {
                throw new IllegalArgumentException("raw bytes that are not UTF-8");
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            var decoded =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (decoded.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("control character");
            }
            return decoded;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }
}
