// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.tools;

import io.camelkinesis.checkpointed.aws.KinesisStreamException;
import io.camelkinesis.checkpointed.aws.LeaseTableException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** The command of which all others are parts. */
@Command(
        name = Tools.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = Tools.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Looks at the lease table of kinesis-cp consumers, and moves positions in it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:something did not work; standard error says what, and what had been written before",
            "2:the command line makes no sense; nothing was done",
            "3:nothing was written, because a member of the stream is alive"
        },
        footerHeading = "%n",
        footer = "Credentials come from the AWS SDK's default chain, or from --profile.")
final class Tools implements Runnable {

    static final String NAME = "kinesis-cp-tools";

    @Spec
    private CommandSpec spec;

    /** All commands, ready to be executed. */
    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine line = new CommandLine(new Tools())
                .addSubcommand(new ShowCommand(surroundings))
                .addSubcommand(new ResetCommand(surroundings))
                .addSubcommand(new ExportCommand(surroundings))
                .addSubcommand(new ImportCommand(surroundings))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, result) -> explain(failure, command));
        line.setUsageHelpWidth(100);
        line.getSubcommands().values().forEach(command -> command.setUsageHelpWidth(100));
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command: show, reset, export or import");
    }

    private static int explain(Exception failure, CommandLine command) {
        boolean expected = failure instanceof ToolException
                || failure instanceof LeaseTableException
                || failure instanceof KinesisStreamException
                || failure instanceof SdkException
                || failure instanceof IOException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException;
        String message = failure instanceof IOException ? failure.toString() : failure.getMessage();
        command.getErr().println(expected ? message : "This is a bug of the tools: " + failure);
        command.getErr().flush();
        return failure instanceof ToolException known ? known.exitCode() : ExitCode.PROBLEM;
    }

    /** The version stands in the manifest of the executable jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Tools.class.getPackage().getImplementationVersion();
            return new String[] {NAME + " " + (version == null ? "(not packaged)" : version)};
        }
    }
}
