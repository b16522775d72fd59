package io.purchaseorders.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.junit.jupiter.api.Test;

/** What {@code events} must not do, and what to do instead. */
@AnalyzeClasses(packages = "io.purchaseorders.events", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests pure = ArchTests.in(PureCore.class);

    @Test
    void no_instruction_handles_floating_point() {
        assertThat(CompiledClasses.besides(OrderEvent.class).floatingPoint())
                .as("decimals are exact; instead, use BigDecimal")
                .isEmpty();
    }
}
