package io.holdfast.stub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

@AnalyzeClasses(packages = "io.holdfast.stub", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule clocksAreReadInOnePlace = noClasses()
            .that()
            .areNotAssignableTo(Time.class)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(ThreadLocalRandom.class, "current");

    @ArchTest
    static final ArchRule decisionsArePlainJava = noClasses()
            .that()
            .haveSimpleNameEndingWith("Rule")
            .or()
            .haveSimpleName("FaultSettings")
            .or()
            .haveSimpleNameEndingWith("Events")
            .or()
            .haveSimpleName("Pace")
            .or()
            .haveSimpleName("ImageBytes")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.holdfast.stub.http..");

    @ArchTest
    static final ArchRule noSpringAtRunTime =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..");

    @ArchTest
    static final ArchRule httpKnowsNoEndpoint = noClasses()
            .that()
            .resideInAPackage("io.holdfast.stub.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.holdfast.stub.fault..",
                    "io.holdfast.stub.job..",
                    "io.holdfast.stub.image..",
                    "io.holdfast.stub.event..",
                    "io.holdfast.stub.socket..");
}
