// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdkOnClassPathTest {

    @Test
    void theSdkOfThisBuildIsNewEnoughAndTellsItsVersions() {
        assertThatCode(SdkOnClassPath::requireNewEnough).doesNotThrowAnyException();
        assertThat(SdkOnClassPath.versions())
                .containsOnlyKeys("sdk-core", "kinesis", "dynamodb", "sts")
                .allSatisfy((module, version) -> assertThat(version).matches("2\\.\\d+\\.(\\d+|x)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.31.78", "2.41.27", "2.9.99", "1.99.99", "2.41.27-SNAPSHOT", "2.40.x"})
    void oneThatIsTooOldIsToldWithWhatIsNeededAndWhatToDo(String version) {
        assertThatIllegalStateException()
                .isThrownBy(() -> SdkOnClassPath.requireNewEnough(constant -> version))
                .withMessageContaining("sdk-core " + version)
                .withMessageContaining("needs 2.41.28 or newer")
                .withMessageContaining("Import software.amazon.awssdk:bom");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.41.28", "2.41.x", "2.41", "2.42.0", "2.59.1", "3.0.0", "2.100.0-PREVIEW", "unknown"})
    void othersAreTaken(String version) {
        assertThatCode(() -> SdkOnClassPath.requireNewEnough(constant -> version))
                .doesNotThrowAnyException();
    }

    @Test
    void aModuleThatIsOlderThanTheOthersIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SdkOnClassPath.requireNewEnough(
                        constant -> constant.contains(".dynamodb.") ? "2.31.x" : "2.59.1"))
                .withMessageContaining("too old: dynamodb 2.31.x. kinesis-cp");
    }

    @Test
    void aModuleThatIsNotThereIsNotOld() {
        assertThatCode(() -> SdkOnClassPath.requireNewEnough(constant -> null)).doesNotThrowAnyException();
    }
}
