// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What the size rules want to know of one source file.
 *
 * @param types the top-level types, each with what is nested in it
 * @param methods methods and constructors, local and anonymous ones too
 * @param locks lines with a {@code synchronized}
 */
record JavaSource(List<Part> types, List<Part> methods, List<Long> locks) {

    /**
     * A type or a method.
     *
     * @param name its simple name
     * @param codeLines its lines that are neither blank nor only comment
     */
    record Part(String name, long codeLines) {}

    static JavaSource parse(String text) {
        return parse(Map.of("Source.java", text)).get("Source.java");
    }

    /** Parses texts by their names, all in one go: starting the compiler is what takes time. */
    static Map<String, JavaSource> parse(Map<String, String> texts) {
        List<Text> files = new ArrayList<>();
        texts.forEach((name, text) -> files.add(new Text(name, text)));
        JavacTask task = (JavacTask)
                ToolProvider.getSystemJavaCompiler().getTask(null, null, diagnostic -> {}, null, null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        Map<String, JavaSource> sources = new LinkedHashMap<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                String name = unit.getSourceFile().getName().substring(1);
                sources.put(name, new Reader(unit, positions, codeLines(texts.get(name))).read());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("text:/" + name), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public String getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** For each line, counted from 0, whether it holds code. */
    private static boolean[] codeLines(String text) {
        String[] lines = text.split("\n", -1);
        boolean[] code = new boolean[lines.length];
        boolean comment = false;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            comment = comment || line.startsWith("/*");
            code[i] = !comment && !line.isEmpty() && !line.startsWith("//");
            comment = comment && !line.endsWith("*/");
        }
        return code;
    }

    private static final class Reader extends TreePathScanner<Void, Void> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lines;
        private final boolean[] code;
        private final List<Part> types = new ArrayList<>();
        private final List<Part> methods = new ArrayList<>();
        private final List<Long> locks = new ArrayList<>();

        Reader(CompilationUnitTree unit, SourcePositions positions, boolean[] code) {
            this.unit = unit;
            this.positions = positions;
            this.lines = unit.getLineMap();
            this.code = code;
        }

        JavaSource read() {
            scan(unit, null);
            return new JavaSource(List.copyOf(types), List.copyOf(methods), List.copyOf(locks));
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            if (getCurrentPath().getParentPath().getLeaf() == unit) {
                types.add(part(tree.getSimpleName().toString(), tree));
            }
            return super.visitClass(tree, unused);
        }

        @Override
        public Void visitMethod(MethodTree tree, Void unused) {
            methods.add(part(tree.getName().toString(), tree));
            if (tree.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
                locks.add(firstLine(tree));
            }
            return super.visitMethod(tree, unused);
        }

        @Override
        public Void visitSynchronized(SynchronizedTree tree, Void unused) {
            locks.add(firstLine(tree));
            return super.visitSynchronized(tree, unused);
        }

        private long firstLine(Tree tree) {
            return lines.getLineNumber(positions.getStartPosition(unit, tree));
        }

        private Part part(String name, Tree tree) {
            long last = lines.getLineNumber(positions.getEndPosition(unit, tree) - 1);
            long count = 0;
            for (long line = firstLine(tree); line <= last; line++) {
                count += code[(int) line - 1] ? 1 : 0;
            }
            return new Part(name, count);
        }
    }
}
