// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import io.camelkinesis.engine.runtime.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The service's clock, as the Date header of an answer tells it. It counts whole seconds and so is never ahead, which
 * suits a start position: a little too early repeats nothing and skips nothing.
 */
final class ServiceTime {

    private ServiceTime() {}

    /** Time of the answer; this machine's time when the answer does not tell. */
    static Instant of(SdkResponse response, Clock clock) {
        return Optional.ofNullable(response.sdkHttpResponse())
                .flatMap(ServiceTime::date)
                .orElseGet(() -> clock.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static Optional<Instant> date(SdkHttpResponse http) {
        return http.firstMatchingHeader("Date").flatMap(text -> {
            try {
                return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant());
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }
}
