// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How careful a command is that writes. */
final class ChangeOptions {

    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m)?");

    @Option(
            names = "--dry-run",
            order = 30,
            description = "Print what would be written, row by row, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--force",
            order = 31,
            description = "Do not look whether members are alive. Their shards are taken from them; what they have in"
                    + " flight may still be delivered, but no longer be committed.")
    private boolean force;

    @Option(
            names = "--lease-period",
            paramLabel = "DURATION",
            defaultValue = "15s",
            order = 32,
            description = "How long members are watched before they are taken for dead: the leasePeriod of the"
                    + " consumers, for example 15s or 1m. Default: ${DEFAULT-VALUE}.")
    private String leasePeriod;

    boolean dryRun() {
        return dryRun;
    }

    boolean force() {
        return force;
    }

    Duration leasePeriod() {
        Matcher matcher = DURATION.matcher(leasePeriod);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration period = "m".equals(matcher.group(2))
                    ? Duration.ofMinutes(number)
                    : "s".equals(matcher.group(2)) ? Duration.ofSeconds(number) : Duration.ofMillis(number);
            if (!period.isZero() && period.compareTo(LONGEST) <= 0) {
                return period;
            }
        }
        throw ToolException.usage("--lease-period=" + leasePeriod
                + ": a duration such as 15s, 1m or 500 (milliseconds), above zero and at most an hour");
    }
}
