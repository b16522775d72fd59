package io.purchaseorders.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which module may depend on which other, and that no packages depend on each other in a circle. */
class ModuleDirectionsTest {

    private static final String ROOT = "io.purchaseorders.";

    /** Every module whose classes ship, with the modules that it may depend on directly or through others. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "events", Set.of(),
            "projections", Set.of("events"),
            "stores", Set.of("projections", "events"),
            "handlers", Set.of("stores", "projections", "events", "log"),
            "replay", Set.of("stores", "projections", "events"),
            "log", Set.of(),
            "notary", Set.of("log", "replay", "stores", "projections", "events"),
            "stream", Set.of(),
            "local", Set.of("stream"),
            "cli", Set.of("events", "projections", "stores", "handlers", "replay", "log", "notary", "stream", "local"));

    /** These depend on everything: measurements and tests from outside. No module may depend on them. */
    private static final Set<String> OUTSIDE = Set.of("benchmarks", "clients");

    /** These have no classes. */
    private static final Set<String> WITHOUT_JAVA = Set.of("console");

    private static final Pattern MODULE = Pattern.compile("<module>([a-z]+)</module>");

    @SuppressWarnings("NullAway.Init")
    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("io.purchaseorders");
    }

    static Set<String> modules() {
        return new TreeSet<>(ALLOWED.keySet());
    }

    @Test
    void every_module_has_its_directions_here() throws IOException {
        Set<String> built = MODULE.matcher(Files.readString(Path.of("..", "pom.xml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(Stream.of(ALLOWED.keySet(), OUTSIDE, WITHOUT_JAVA).flatMap(Set::stream))
                .as("a module without a row is held to nothing; instead, say here what it may depend on")
                .containsExactlyInAnyOrderElementsOf(built);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_depends_on_those_below_it_alone(String module) {
        String[] others = Stream.concat(ALLOWED.keySet().stream(), OUTSIDE.stream())
                .filter(other -> !other.equals(module) && !allowed(module).contains(other))
                .map(ModuleDirectionsTest::packages)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because(module + " may depend on " + (allowed(module).isEmpty() ? "no other module" : allowed(module))
                        + "; instead, move what both need into a module below, or hand it in through an interface")
                .check(classes);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void packages_of_a_module_form_no_circle(String module) {
        slices().assignedFrom(packagesOf(module))
                .should()
                .beFreeOfCycles()
                .because("packages that need each other can only be understood together; instead, move what both need"
                        + " into a package that depends on neither")
                .check(classes);
    }

    @Test
    void the_log_needs_the_jdk_alone() {
        classes()
                .that()
                .resideInAPackage(packages("log"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", packages("log"), "org.jspecify.annotations")
                .because("an auditor reads the log whole; instead, pass in what it needs through one of its interfaces")
                .check(classes);
    }

    private static List<String> allowed(String module) {
        return ALLOWED.getOrDefault(module, Set.of()).stream().sorted().toList();
    }

    private static String packages(String module) {
        return ROOT + module + "..";
    }

    /** One slice a package, the module's own root among them, which the pattern of a slice would leave out. */
    private static SliceAssignment packagesOf(String module) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                String name = javaClass.getPackageName();
                return (name + ".").startsWith(ROOT + module + ".")
                        ? SliceIdentifier.of(name)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages of " + module;
            }
        };
    }
}
