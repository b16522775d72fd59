package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.purchaseorders.handlers.api.OrderApi;
import io.purchaseorders.stores.dynamodb.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.ConstantInstruction;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The variables that the code of a function reads are those that its template sets. */
class EnvironmentTest {

    private static final Pattern VARIABLE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");

    /** Set by Lambda itself, or, endpoints and the folder of a log, by whoever runs the function elsewhere. */
    private static final Set<String> SET_ELSEWHERE = Set.of(
            "AWS_REGION",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_ENDPOINT_URL_SECRETS_MANAGER",
            "LOG_FOLDER");

    /** Read by libraries: Powertools for AWS Lambda (Java) v2, and the SDK's endpoints of single services. */
    private static final Set<String> READ_BY_LIBRARIES = Set.of(
            "POWERTOOLS_LOG_LEVEL",
            "POWERTOOLS_METRICS_NAMESPACE",
            "POWERTOOLS_SERVICE_NAME",
            "AWS_ENDPOINT_URL_DYNAMODB_STREAMS");

    /** What shared code reads and a function has no use for: the processor reaches no projection. */
    private static final Map<String, Set<String>> NOT_NEEDED =
            Map.of("OrderProcessorFunction", Set.of("AGGREGATIONS_TABLE"));

    /** Where the names of an enum's constants stand, which look like variables. */
    private static final String INITIALIZER = "<clinit>";

    @Test
    void every_variable_that_is_read_is_set_and_every_one_that_is_set_is_read() {
        Map<String, Set<String>> read = readByPackage();
        Map<String, JsonNode> functions = Templates.ofType(Templates.main(), "AWS::Lambda::Function");
        Set<String> shared = new TreeSet<>();
        read.forEach((name, variables) -> {
            if (functions.values().stream()
                    .noneMatch(function -> packageOf(function).equals(name))) {
                shared.addAll(variables);
            }
        });
        functions.forEach((logicalId, function) -> {
            Set<String> needed = new TreeSet<>(shared);
            needed.addAll(read.getOrDefault(packageOf(function), Set.of()));
            needed.removeAll(SET_ELSEWHERE);
            needed.removeAll(NOT_NEEDED.getOrDefault(logicalId, Set.of()));
            Set<String> set = new TreeSet<>();
            function.at("/Properties/Environment/Variables").fieldNames().forEachRemaining(set::add);
            set.removeAll(READ_BY_LIBRARIES);
            assertThat(set)
                    .as("the variables of %s in main.yaml, beside those that its code reads", logicalId)
                    .isEqualTo(needed);
        });
    }

    private static String packageOf(JsonNode function) {
        String handler = function.at("/Properties/Handler").asText();
        return handler.substring(0, handler.lastIndexOf('.')).replace('.', '/');
    }

    /** Texts in the classes of the modules handlers and stores that look like variables, by package. */
    private static Map<String, Set<String>> readByPackage() {
        Map<String, Set<String>> read = new HashMap<>();
        readBeside(OrderApi.class, read);
        readBeside(Tables.class, read);
        return read;
    }

    private static void readBeside(Class<?> type, Map<String, Set<String>> read) {
        try {
            Path code = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(code)) {
                scan(code, read);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + code.toUri()), Map.of())) {
                    scan(jar.getPath("/"), read);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void scan(Path root, Map<String, Set<String>> read) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = root.relativize(file.getParent()).toString().replace('\\', '/');
                Set<String> found = read.computeIfAbsent(name, any -> new TreeSet<>());
                ClassFile.of().parse(Files.readAllBytes(file)).methods().stream()
                        .filter(method -> !method.methodName().equalsString(INITIALIZER))
                        .flatMap(method -> method.code().stream())
                        .forEach(code -> code.forEach(element -> {
                            if (element instanceof ConstantInstruction constant
                                    && constant.constantValue() instanceof String text
                                    && VARIABLE.matcher(text).matches()) {
                                found.add(text);
                            }
                        }));
            }
        }
    }
}
