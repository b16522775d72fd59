package io.purchaseorders.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.purchaseorders.log", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule the_log_needs_nothing_but_the_jdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.purchaseorders.log", "org.jspecify.annotations")
            .because("an auditor reads the log whole; instead, pass in what it needs through one of its interfaces");
}
