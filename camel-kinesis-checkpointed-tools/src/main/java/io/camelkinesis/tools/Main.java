// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

/** The launcher: {@code java -jar camel-kinesis-checkpointed-tools-...-executable.jar COMMAND ...}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(Tools.commandLine(Surroundings.real()).execute(args));
    }
}
