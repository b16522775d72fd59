package io.purchaseorders.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.codemodel.JCodeModel;
import io.purchaseorders.events.EventCodec;
import io.purchaseorders.events.EventType;
import io.purchaseorders.events.OrderEvent;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jsonschema2pojo.DefaultGenerationConfig;
import org.jsonschema2pojo.GenerationConfig;
import org.jsonschema2pojo.Jackson2Annotator;
import org.jsonschema2pojo.SchemaGenerator;
import org.jsonschema2pojo.SchemaMapper;
import org.jsonschema2pojo.SchemaStore;
import org.jsonschema2pojo.rules.RuleFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A publisher makes models of the schemas as they are served, with a common generator for Java and one for TypeScript:
 * they have names that a person would choose, compile, and write details that the system accepts.
 */
@ExtendWith(SampleSystem.class)
class GeneratedModelsTest {

    private static final String PACKAGE = "shop.events";
    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");

    private static final GenerationConfig OPTIONS = new DefaultGenerationConfig() {
        @Override
        public boolean isUseTitleAsClassname() {
            return true;
        }

        @Override
        public String getDateTimeType() {
            return OffsetDateTime.class.getName();
        }
    };

    private final RunningApi running;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    GeneratedModelsTest(RunningApi running) {
        this.running = running;
    }

    @Test
    void java_models_of_the_served_schemas_compile_and_write_accepted_events() throws Exception {
        generate("OrderPlaced");
        assertThat(classes()).containsExactlyInAnyOrder("OrderPlaced", "OrderLine");

        ObjectMapper json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .build();
        try (URLClassLoader models = compiled()) {
            Class<?> placedType = models.loadClass(PACKAGE + ".OrderPlaced");
            Class<?> lineType = models.loadClass(PACKAGE + ".OrderLine");
            Class<?> currencyType = models.loadClass(PACKAGE + ".OrderPlaced$Currency");
            Object line = lineType.getDeclaredConstructor().newInstance();
            set(line, "setSku", String.class, "LAMP");
            // Java has no type for a text or a number; a text keeps every digit.
            set(line, "setQuantity", Object.class, "2");
            set(line, "setUnitPrice", Object.class, "19.95");
            Object placed = placedType.getDeclaredConstructor().newInstance();
            set(placed, "setEventId", String.class, "e-1");
            set(placed, "setOrderId", String.class, "PO-1");
            set(placed, "setOccurredAt", OffsetDateTime.class, OffsetDateTime.parse("2026-11-23T10:15:30+01:00"));
            set(placed, "setCustomerId", String.class, "C-7");
            set(
                    placed,
                    "setCurrency",
                    currencyType,
                    currencyType.getMethod("fromValue", String.class).invoke(null, "EUR"));
            set(placed, "setLines", Set.class, Set.of(line));

            OrderEvent.OrderPlaced event =
                    (OrderEvent.OrderPlaced) accepted("OrderPlaced", json.writeValueAsString(placed));
            assertThat(event.content().lines())
                    .singleElement()
                    .satisfies(read -> assertThat(read.unitPrice()).isEqualByComparingTo("19.95"));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void java_models_of_every_type_are_named_as_the_type_is(String type) throws Exception {
        generate(type);
        assertThat(classes()).contains(type).isSubsetOf(type, "OrderLine", "ReturnedLine");
        compiled().close();
    }

    @Test
    void typescript_models_of_the_served_schemas_compile_and_write_accepted_events() throws IOException {
        NpmTools.install();
        String said = NpmTools.run(
                Map.of("API", running.address().toString(), "MODELS", "target/generated-models"),
                "node",
                "src/test/javascript/generate-models.mjs");
        assertThat(said.lines())
                .contains("interface OrderPlaced", "interface OrderLine", "interface ReturnedLine")
                .contains("type Sku", "type Decimal", "type Quantity", "type Currency", "type OrderId")
                .noneMatch(name -> name.matches(".*([0-9]|Anonymous).*"));
        NpmTools.run(Map.of(), "node", "node_modules/typescript/bin/tsc", "--project", "tsconfig.models.json");
        String details = NpmTools.run(Map.of(), "node", "target/typescript/src/test/typescript/publish.js");
        List<String> lines = details.lines().toList();
        assertThat(((OrderEvent.OrderPlaced) accepted("OrderPlaced", lines.get(0))).customerId())
                .isEqualTo("C-7");
        assertThat(accepted("OrderReturned", lines.get(1))).isInstanceOf(OrderEvent.OrderReturned.class);
    }

    static List<String> types() {
        return EventType.wireNames();
    }

    private static OrderEvent accepted(String type, String detail) {
        return EventCodec.decode(type, detail, NOW).getOrElseThrow(faults -> new AssertionError(detail + faults));
    }

    private static void set(Object model, String setter, Class<?> type, Object value) throws Exception {
        model.getClass().getMethod(setter, type).invoke(model, value);
    }

    private void generate(String type) throws IOException {
        JCodeModel code = new JCodeModel();
        RuleFactory rules = new RuleFactory(OPTIONS, new Jackson2Annotator(OPTIONS), new SchemaStore());
        new SchemaMapper(rules, new SchemaGenerator())
                .generate(
                        code,
                        type,
                        PACKAGE,
                        URI.create(running.address() + "/schemas/" + type + ".v1.json")
                                .toURL());
        code.build(folder.toFile(), (java.io.PrintStream) null);
    }

    private List<String> classes() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(PACKAGE.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
    }

    private URLClassLoader compiled() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null);
                Stream<Path> sources = Files.list(folder.resolve(PACKAGE.replace('.', '/')))) {
            File[] models = sources.map(Path::toFile).toArray(File[]::new);
            boolean isCompiled = compiler.getTask(
                            said,
                            files,
                            null,
                            List.of("-proc:none", "-d", folder.toString()),
                            null,
                            files.getJavaFileObjectsFromFiles(Arrays.asList(models)))
                    .call();
            assertThat(isCompiled).as(said.toString()).isTrue();
        }
        return new URLClassLoader(
                new java.net.URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }
}
