// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A snippet of Java is part of a source that the build compiles, or else it is compiled here, as a file, as members of a
 * RouteBuilder, or as statements of its configure(), whichever it reads as, with the imports that it leaves out.
 */
final class JavaCheck implements SnippetChecks.Check {

    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]+;$");

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:\\w+ )*(?:class|interface|record|enum) (\\w+)");

    private static final String IMPORTS = Stream.of(
                    "io.camelkinesis.checkpointed.*",
                    "io.camelkinesis.checkpointed.aws.*",
                    "io.camelkinesis.test.kinesis.*",
                    "io.camelkinesis.test.http.*",
                    "io.camelkinesis.test.dynamodb.*",
                    "io.camelkinesis.test.junit.*",
                    "java.time.*",
                    "java.util.*",
                    "org.apache.camel.*",
                    "org.apache.camel.builder.*",
                    "org.apache.camel.impl.*",
                    "org.junit.jupiter.api.*",
                    "software.amazon.awssdk.core.*",
                    "software.amazon.awssdk.regions.*",
                    "software.amazon.awssdk.services.dynamodb.*",
                    "software.amazon.awssdk.services.kinesis.*")
            .filter(JavaCheck::isThere)
            .map("import %s;%n"::formatted)
            .collect(Collectors.joining());

    /** In the order in which they are tried. */
    private enum Shape {
        FILE("%s", "%s"),
        MEMBERS("", "abstract class Snippet extends RouteBuilder {%n%s%n}"),
        STATEMENTS("", "class Snippet extends RouteBuilder { public void configure() throws Exception {%n%s%n} }");

        private final String imports;
        private final String frame;

        Shape(String imports, String frame) {
            this.imports = imports;
            this.frame = frame;
        }

        String file(String code) {
            return imports.isEmpty()
                    ? String.join(
                            "\n",
                            IMPORTS,
                            IMPORT.matcher(code)
                                    .results()
                                    .map(line -> line.group())
                                    .collect(Collectors.joining("\n")),
                            frame.formatted(IMPORT.matcher(code).replaceAll("")))
                    : code;
        }
    }

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

    private static boolean isThere(String packages) {
        String path = packages.replace(".*", "").replace('.', '/');
        return JavaCheck.class.getClassLoader().getResource(path) != null || path.startsWith("java/");
    }

    @Override
    public Verdict check(Snippet snippet) throws IOException {
        if (!ProjectSources.ALL.with(snippet.code(), ".java").isEmpty()) {
            return Verdict.held("compiled and run by a test");
        }
        List<String> problems = List.of();
        for (Shape shape : Shape.values()) {
            String file = shape.file(snippet.code());
            problems = errors(file, false);
            if (problems.isEmpty()) {
                problems = errors(file, true);
                break;
            }
        }
        return problems.isEmpty()
                ? Verdict.held("compiled")
                : Verdict.problem("no source of the project has it, and it does not compile by itself: " + problems);
    }

    private List<String> errors(String code, boolean types) throws IOException {
        List<String> errors = new ArrayList<>();
        JavacTask task = (JavacTask) compiler.getTask(
                null,
                null,
                diagnostic -> {
                    if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                        errors.add(diagnostic.getMessage(Locale.ROOT));
                    }
                },
                List.of("-proc:none", "--release", "17", "-classpath", System.getProperty("java.class.path")),
                null,
                List.of(new Text(code)));
        task.parse();
        if (types && errors.isEmpty()) {
            task.analyze();
        }
        return errors;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String text) {
            super(URI.create("text:/" + name(text) + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        private static String name(String text) {
            Matcher type = PUBLIC_TYPE.matcher(text);
            return type.find() ? type.group(1) : "Snippet";
        }

        @Override
        public String getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
