// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.lang.reflect.Method;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A call of the tools, which must take its options. */
final class ToolsCommand {

    static final String NAME = "kinesis-cp-tools";

    private static final Pattern JAR = Pattern.compile(".*camel-kinesis-checkpointed-tools-[^ ]*executable\\.jar");

    private ToolsCommand() {}

    static String problem(List<String> words) {
        try {
            Class<?> tools = Class.forName("io.camelkinesis.tools.Tools");
            Method commandLine =
                    tools.getDeclaredMethod("commandLine", Class.forName("io.camelkinesis.tools.Surroundings"));
            commandLine.setAccessible(true);
            ((CommandLine) commandLine.invoke(null, new Object[] {null})).parseArgs(words.toArray(new String[0]));
            return null;
        } catch (CommandLine.ParameterException e) {
            return e.getMessage();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static String problemOfJava(List<String> words) {
        return words.size() > 1
                        && words.get(0).equals("-jar")
                        && JAR.matcher(words.get(1)).matches()
                ? problem(words.subList(2, words.size()))
                : "of java -jar only the tools are known here; put <!-- run by: SomeTest --> above the block, or"
                        + " <!-- not checked: REASON -->";
    }
}
