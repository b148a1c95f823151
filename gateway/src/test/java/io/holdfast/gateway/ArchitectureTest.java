package io.holdfast.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The rules of the house that a compiler does not know. */
@AnalyzeClasses(packages = "io.holdfast.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ROOT = "io.holdfast.gateway";

    /** Each package may know those of the lines above its own, and none of its own line. */
    private static final List<Set<String>> LINES = List.of(
            Set.of("config"),
            Set.of("service"),
            Set.of("discovery", "health", "breaker", "drain", "hold"),
            Set.of("balance"),
            Set.of("upstream"),
            Set.of("exchange"),
            Set.of("websocket", "stream"),
            Set.of("route", "admin", "metrics", "supervise"),
            Set.of("cluster"));

    @ArchTest
    static final ArchRule dependenciesPointOneWay = classes()
            .that(resideInAPackage(ROOT + ".."))
            .should(new ArchCondition<JavaClass>("know only packages that stand above their own") {
                @Override
                public void check(JavaClass one, ConditionEvents events) {
                    int line = line(one);
                    one.getDirectDependenciesFromSelf().forEach(dependency -> {
                        JavaClass other = dependency.getTargetClass().getBaseComponentType();
                        boolean ours = other.getPackageName().startsWith(ROOT);
                        boolean same = other.getPackageName().equals(one.getPackageName());
                        if (ours && !same && line(other) >= line) {
                            events.add(SimpleConditionEvent.violated(one, dependency.getDescription()));
                        }
                    });
                }
            });

    @ArchTest
    static final ArchRule everyPackageHasItsLine = classes()
            .should(new ArchCondition<JavaClass>("reside in a package that has a line of its own") {
                @Override
                public void check(JavaClass one, ConditionEvents events) {
                    if (line(one) < 0) {
                        events.add(SimpleConditionEvent.violated(one, one.getName() + " is in no known package"));
                    }
                }
            });

    private static int line(JavaClass one) {
        String name = one.getPackageName();
        if (name.equals(ROOT)) {
            return LINES.size(); // where it is all put together
        }
        String feature = name.substring(ROOT.length() + 1).split("\\.")[0];
        for (int i = 0; i < LINES.size(); i++) {
            if (LINES.get(i).contains(feature)) {
                return i;
            }
        }
        return -1;
    }

    private static final DescribedPredicate<JavaClass> DECISIONS = nameMatching(".*Rule")
            .<JavaClass>forSubtype()
            .or(resideInAPackage(ROOT + ".stream..")
                    .and(DescribedPredicate.not(nameMatching(
                            ".*(Properties|Configuration|Continuation|Continuations|Factory|Flow)(\\$.*)?"))));

    @ArchTest
    static final ArchRule decisionsArePure = noClasses()
            .that(DECISIONS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.springframework..", "reactor..", "io.netty.."))
            .because("decisions are plain Java on plain values");

    @ArchTest
    static final ArchRule clocksAndChanceLiveInOneClassEach = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(ROOT + ".service.Time$SystemTime")
            .and()
            .doNotHaveFullyQualifiedName(ROOT + ".service.Randomness")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .because("time and chance are injected");

    @ArchTest
    static final ArchRule nobodyBlocks = noClasses()
            .should()
            .callMethodWhere(DescribedPredicate.describe(
                    "a publisher is waited for",
                    call -> call.getTargetOwner().getPackageName().startsWith("reactor.")
                            && call.getName().startsWith("block")))
            .because("event loops must not wait");

    @ArchTest
    static final ArchRule everyPackageSaysWhatItIs = classes()
            .that()
            .resideInAPackage(ROOT + ".*")
            .should(new ArchCondition<JavaClass>("be in a package whose package-info is @NullMarked") {
                private final Set<String> told = new TreeSet<>();

                @Override
                public void check(JavaClass one, ConditionEvents events) {
                    JavaPackage its = one.getPackage();
                    if (!its.isAnnotatedWith(NullMarked.class) && told.add(its.getName())) {
                        events.add(SimpleConditionEvent.violated(one, its.getName() + " has none"));
                    }
                }
            });

    /** The package of a feature is named for what it is about. */
    @ArchTest
    static final ArchRule noPackageIsADrawer = noClasses()
            .should()
            .resideInAnyPackage(Set.of("util", "utils", "common", "model", "impl", "helper").stream()
                    .map(name -> "..%s..".formatted(name))
                    .collect(Collectors.toList())
                    .toArray(String[]::new));
}
