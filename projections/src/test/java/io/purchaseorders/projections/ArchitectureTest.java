package io.purchaseorders.projections;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.purchaseorders.events.CompiledClasses;
import io.purchaseorders.events.OrderEvent;
import io.purchaseorders.events.PureCore;
import io.purchaseorders.projections.order.Order;
import io.purchaseorders.projections.order.OrderFold;
import io.purchaseorders.projections.order.OrderRowCodec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What {@code projections} must not do, and what to do instead. */
@AnalyzeClasses(packages = "io.purchaseorders.projections", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests pure = ArchTests.in(PureCore.class);

    @ArchTest
    static final ArchRule only_the_fold_changes_an_order = noClasses()
            .that(describe(
                    "are neither OrderFold nor generated",
                    type -> !isOneOf(type, OrderFold.class, Order.class) && !isGenerated(type)))
            .should()
            .callCodeUnitWhere(target(describe(
                    "makes an order from another one",
                    (CodeUnitCallTarget target) ->
                            (isOneOf(target.getOwner(), Order.class) || isGenerated(target.getOwner()))
                                    && target.getName().matches("with[A-Z].*|from"))))
            .because(
                    "what an event does to an order has one place; instead, put it into OrderFold and ask the Step that"
                            + " comes out of it");

    @ArchTest
    static final ArchRule orders_come_from_the_fold_or_from_their_row = noClasses()
            .that(describe(
                    "are none of Order, OrderFold, OrderRowCodec and what is generated",
                    type -> !isOneOf(type, Order.class, OrderFold.class, OrderRowCodec.class) && !isGenerated(type)))
            .should()
            .callConstructorWhere(target(describe(
                    "makes an order",
                    (CodeUnitCallTarget target) ->
                            isOneOf(target.getOwner(), Order.class) || isGenerated(target.getOwner()))))
            .because("an order is what its events leave; instead, fold them with OrderFold.fold or History.fold");

    private static boolean isOneOf(JavaClass type, Class<?>... classes) {
        return Arrays.stream(classes).anyMatch(type::isEquivalentTo);
    }

    /** The builder of orders, and the methods that copy one with another value. */
    private static boolean isGenerated(JavaClass type) {
        return type.getPackageName().equals(Order.class.getPackageName())
                && type.getSimpleName().matches("OrderBuilder|WithOrder");
    }

    @Test
    void no_instruction_handles_floating_point() {
        assertThat(CompiledClasses.besides(Order.class).floatingPoint())
                .as("decimals are exact; instead, use BigDecimal")
                .isEmpty();
    }

    @Test
    void every_switch_over_events_names_every_type() {
        CompiledClasses classes = CompiledClasses.besides(Order.class);
        assertThat(classes.switchesOver(OrderEvent.class)).isPositive();
        assertThat(classes.switchesWithDefault(OrderEvent.class))
                .as("a default hides a new type of event from the compiler; instead, name every case")
                .isEmpty();
    }
}
