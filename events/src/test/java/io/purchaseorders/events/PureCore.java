package io.purchaseorders.events;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of the modules that must be functions of their arguments: {@code events} and {@code projections}. */
@NullMarked
public final class PureCore {

    /** The exceptions are what Jackson's parser and generator declare, of a text in memory too. */
    private static final Set<String> IN_MEMORY = Set.of(
            ByteArrayInputStream.class.getName(),
            ByteArrayOutputStream.class.getName(),
            StringWriter.class.getName(),
            IOException.class.getName(),
            UncheckedIOException.class.getName(),
            "java.nio.ByteBuffer",
            "java.nio.ByteOrder");

    private static final Set<String> FLOATING = Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    private static final Set<String> RANDOM = Set.of(
            "java.util.Random",
            "java.util.SplittableRandom",
            "java.security.SecureRandom",
            "java.util.concurrent.ThreadLocalRandom");

    /** Of {@code java.lang.System}, what says nothing about the machine. */
    private static final Set<String> HARMLESS = Set.of("arraycopy", "identityHashCode", "lineSeparator");

    private static final Set<String> AMBIENT = Set.of(
            "java.time.ZoneId.systemDefault",
            "java.util.TimeZone.getDefault",
            "java.util.Locale.getDefault",
            "java.lang.Integer.getInteger",
            "java.lang.Long.getLong",
            "java.lang.Boolean.getBoolean",
            "java.lang.Math.random",
            "java.util.UUID.randomUUID");

    private PureCore() {}

    @ArchTest
    public static final ArchRule depends_on_values_and_parsers_only = classes()
            .should()
            .onlyDependOnClassesThat(describe(
                    "are values, collections or parsers",
                    type -> Stream.of(
                                            "java.lang",
                                            "java.math",
                                            "java.nio.charset",
                                            "java.security",
                                            "java.time",
                                            "java.util",
                                            "javax.crypto",
                                            "io.purchaseorders.events",
                                            "io.purchaseorders.projections",
                                            "io.purchaseorders.stream",
                                            "io.vavr",
                                            "com.fasterxml.jackson",
                                            "org.immutables",
                                            "org.jspecify")
                                    .anyMatch(root -> type.getBaseComponentType()
                                                    .getPackageName()
                                                    .equals(root)
                                            || type.getBaseComponentType()
                                                    .getPackageName()
                                                    .startsWith(root + ".")
                                            || type.getBaseComponentType().isPrimitive())
                            || IN_MEMORY.contains(type.getName())))
            .because(
                    "replay, rebuild and the live path call the very same functions, on any machine; instead, let a module"
                            + " above (handlers, local) read or write, log or call AWS, and hand the values in");

    @ArchTest
    public static final ArchRule asks_no_clock = noClasses()
            .should(dependOnClassesThat(describe("are Clock", type -> type.isEquivalentTo(Clock.class))))
            .orShould(call(
                    "what time it is",
                    access -> access.getTargetOwner().getPackageName().equals("java.time")
                            && access.getName().equals("now")))
            .because(
                    "the same events must fold to the same rows at any time; instead, take the Instant as an argument, as"
                            + " EventCodec.decode does");

    @ArchTest
    public static final ArchRule draws_no_random_number = noClasses()
            .should(dependOnClassesThat(describe("are random", type -> RANDOM.contains(type.getName()))))
            .because("the same events must fold to the same rows every time; instead, derive what must differ from the"
                    + " event, as AppliedEvents does");

    @ArchTest
    public static final ArchRule asks_no_environment = noClasses()
            .should(call(
                    "the machine around it",
                    access -> (access.getTargetOwner().isEquivalentTo(System.class)
                                    && !HARMLESS.contains(access.getName()))
                            || AMBIENT.contains(access.getTargetOwner().getName() + "." + access.getName())))
            .because(
                    "the same events must fold to the same rows on any machine; instead, take the setting as an argument,"
                            + " as Projections.contributions takes the time zone");

    private static final String EXACT = "decimals are exact; instead, use BigDecimal, read by Decimals.parse or"
            + " JsonNode.decimalValue and written by Decimals.plain";

    @ArchTest
    public static final ArchRule has_no_floating_point_field =
            noFields().should(beFloating()).because(EXACT).allowEmptyShould(true);

    @ArchTest
    public static final ArchRule takes_and_returns_no_floating_point =
            noCodeUnits().should(mentionFloating()).because(EXACT);

    @ArchTest
    public static final ArchRule asks_no_number_for_floating_point = noClasses()
            .should(call(
                    "a number for its binary form",
                    access -> Set.of("doubleValue", "floatValue", "asDouble", "parseDouble", "parseFloat")
                            .contains(access.getName())))
            .because(EXACT);

    private static ArchCondition<JavaClass> call(String what, java.util.function.Predicate<JavaAccess<?>> wanted) {
        return new ArchCondition<>("ask " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(wanted)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(type, access.getDescription())));
            }
        };
    }

    private static ArchCondition<JavaField> beFloating() {
        return ArchCondition.from(
                describe("be of type float or double", (JavaField field) -> isFloating(field.getRawType())));
    }

    private static ArchCondition<JavaCodeUnit> mentionFloating() {
        DescribedPredicate<JavaCodeUnit> mention = describe(
                "take or return float or double",
                unit -> isFloating(unit.getRawReturnType())
                        || unit.getRawParameterTypes().stream().anyMatch(PureCore::isFloating));
        return ArchCondition.from(mention);
    }

    private static boolean isFloating(JavaClass type) {
        return FLOATING.contains(type.getBaseComponentType().getName());
    }
}
