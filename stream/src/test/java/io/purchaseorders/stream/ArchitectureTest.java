package io.purchaseorders.stream;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.purchaseorders.events.PureCore;

/** What {@code stream} must not do, and what to do instead: the same as {@code events} and {@code projections}. */
@AnalyzeClasses(packages = "io.purchaseorders.stream", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests pure = ArchTests.in(PureCore.class);
}
