// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules. Those inside the engine are held by the engine's own tests. */
class ModuleArchitectureTest {

    private static final String ENGINE = "io.camelkinesis.engine..";
    private static final String COMPONENT = "io.camelkinesis.checkpointed..";
    private static final String AWS = "io.camelkinesis.checkpointed.aws..";
    private static final String METRICS = "io.camelkinesis.checkpointed.metrics..";
    private static final String BUILDERS = "io.camelkinesis.checkpointed.builder..";
    private static final String TEST_KIT = "io.camelkinesis.test..";
    private static final String STARTER = "io.camelkinesis.springboot..";
    private static final String TOOLS = "io.camelkinesis.tools..";

    private static final String[] PROOFS = {
        "io.camelkinesis.test.simulation..", "io.camelkinesis.test.lease..", "io.camelkinesis.test.contract.."
    };

    /** Types of the AWS SDK that are values of options, and so stand in the configuration and what is made from it. */
    private static final DescribedPredicate<JavaClass> OPTION_TYPES = nameMatching(
                    "software\\.amazon\\.awssdk\\.(core\\.Protocol|auth\\.credentials\\.AwsCredentialsProvider|services\\.(kinesis\\.Kinesis|dynamodb\\.DynamoDb)(Async)?Client)")
            .forSubtype();

    private static final DescribedPredicate<JavaClass> AWS_SDK = resideInAPackage("software.amazon..");

    private static final DescribedPredicate<JavaClass> CAMEL = resideInAPackage("org.apache.camel..");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPaths(Stream.of("-engine", "", "-test", "-starter", "-tools")
                    .map(module -> Project.ROOT.resolve("camel-kinesis-checkpointed" + module + "/target/classes"))
                    .filter(Files::exists)
                    .toList());

    @Test
    void everyModuleIsLookedAt() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName))
                .contains(
                        "io.camelkinesis.engine.model",
                        "io.camelkinesis.checkpointed",
                        "io.camelkinesis.checkpointed.aws",
                        "io.camelkinesis.checkpointed.builder",
                        "io.camelkinesis.springboot",
                        "io.camelkinesis.tools");
        assertThat(CLASSES.stream().filter(resideInAPackage(TEST_KIT))).isNotEmpty();
    }

    @Test
    void theAwsSdkStaysInTheAdapters() {
        noClasses()
                .that()
                .resideInAPackage(COMPONENT)
                .and()
                .resideOutsideOfPackages(AWS, BUILDERS)
                .should()
                .dependOnClassesThat(AWS_SDK.and(DescribedPredicate.not(OPTION_TYPES)))
                .check(CLASSES);
    }

    @Test
    void theAdaptersDoNotKnowCamelRoutes() {
        noClasses()
                .that()
                .resideInAPackage(AWS)
                .should()
                .dependOnClassesThat(CAMEL)
                .because("adapters join the engine's ports to the SDK; the skin joins the engine to Camel")
                .check(CLASSES);
    }

    @Test
    void micrometerIsOptional() {
        noClasses()
                .that()
                .resideOutsideOfPackage(METRICS)
                .or()
                .haveSimpleName("Metering")
                .or()
                .haveSimpleName("ConsumerMeters")
                .or()
                .haveSimpleName("ProducerMeters")
                .should()
                .dependOnClassesThat(resideInAPackage("io.micrometer.."))
                .because("what is used without it must not need it")
                .check(CLASSES);
    }

    @Test
    void camelIsSeenOnlyFromTheComponentUp() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat(CAMEL.or(AWS_SDK))
                .check(CLASSES);
    }

    @Test
    void springIsSeenInTheStarterOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(STARTER)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.springframework..", "org.apache.camel.spring..", "io.awspring.."))
                .check(CLASSES);
    }

    @Test
    void nobodyLooksUp() {
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(COMPONENT, TEST_KIT, STARTER, TOOLS))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(COMPONENT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(TEST_KIT, STARTER, TOOLS))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(TEST_KIT)
                .should()
                .dependOnClassesThat(resideInAnyPackage(COMPONENT, STARTER, TOOLS))
                .check(CLASSES);
    }

    @Test
    void whatTheTestKitGivesToUsersDoesNotNeedTheProofs() {
        noClasses()
                .that()
                .resideInAPackage(TEST_KIT)
                .and()
                .resideOutsideOfPackages(PROOFS)
                .should()
                .dependOnClassesThat(resideInAnyPackage(PROOFS))
                .because("simulation, lease and contract are for the project's own proofs and change without notice")
                .check(CLASSES);
    }

    @Test
    void theToolsKnowTheAdaptersAndNoCamel() {
        noClasses()
                .that()
                .resideInAPackage(TOOLS)
                .should()
                .dependOnClassesThat(CAMEL.or(resideInAnyPackage(TEST_KIT, STARTER))
                        .or(resideInAPackage(COMPONENT).and(DescribedPredicate.not(resideInAPackage(AWS)))))
                .because("their jar holds no Camel")
                .check(CLASSES);
    }
}
