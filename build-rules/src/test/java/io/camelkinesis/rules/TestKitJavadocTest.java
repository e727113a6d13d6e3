// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the test kit gives to users is described: every public type, method and constant of their packages. */
class TestKitJavadocTest {

    private static final String KIT = "camel-kinesis-checkpointed-test/src/main/java/io/camelkinesis/test/";

    /** Those that the package description of {@code junit} names. */
    private static final List<String> FOR_USERS =
            List.of("junit", "kinesis", "http", "dynamodb", "kinesislocal", "time", "process");

    @Test
    void thePackageDescriptionNamesThePackagesForUsers() {
        String description = Project.text(KIT + "junit/package-info.java");
        assertThat(FOR_USERS)
                .filteredOn(name -> !name.equals("junit"))
                .allMatch(name -> description.contains("{@link io.camelkinesis.test." + name + "}"));
    }

    @Test
    void everythingPublicIsDescribed() throws IOException {
        Public all = new Public();
        all.scan(Project.files(name ->
                FOR_USERS.stream().anyMatch(part -> name.startsWith(KIT + part + "/")) && name.endsWith(".java")));

        assertThat(all.described).contains("TestKinesis.put", "KinesisTest.clockBehind", "Fault.THROTTLED");
        assertThat(all.undescribed).isEmpty();
    }

    /** Collects what is public: in a class what is said to be, in an interface everything. */
    private static final class Public extends TreePathScanner<Void, Boolean> {

        private final List<String> described = new ArrayList<>();
        private final List<String> undescribed = new ArrayList<>();
        private final List<String> outer = new ArrayList<>();
        private DocTrees docs;

        void scan(List<Path> sources) throws IOException {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null,
                        files,
                        diagnostic -> {},
                        null,
                        null,
                        files.getJavaFileObjectsFromFiles(
                                sources.stream().map(Path::toFile).toList()));
                docs = DocTrees.instance(task);
                for (CompilationUnitTree unit : task.parse()) {
                    scan(unit, false);
                }
            }
        }

        @Override
        public Void visitClass(ClassTree type, Boolean inInterface) {
            if (!isPublic(type.getModifiers(), inInterface)) {
                return null;
            }
            outer.add(type.getSimpleName().toString());
            look("");
            boolean isInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
            scan(type.getMembers(), isInterface);
            outer.remove(outer.size() - 1);
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Boolean inInterface) {
            boolean inherits = method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
            boolean isConstructor = method.getReturnType() == null;
            if (isPublic(method.getModifiers(), inInterface) && !inherits && !isConstructor) {
                look("." + method.getName());
            }
            return null;
        }

        @Override
        public Void visitVariable(VariableTree constant, Boolean inInterface) {
            boolean ofAnEnum = getCurrentPath().getParentPath().getLeaf().getKind() == Tree.Kind.ENUM;
            if (isPublic(constant.getModifiers(), inInterface) && !ofAnEnum) {
                look("." + constant.getName());
            }
            return null;
        }

        private static boolean isPublic(ModifiersTree modifiers, boolean inInterface) {
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || (inInterface && !modifiers.getFlags().contains(Modifier.PRIVATE));
        }

        private void look(String member) {
            boolean hasText = docs.getDocComment(getCurrentPath()) != null;
            (hasText ? described : undescribed).add(String.join(".", outer) + member);
        }
    }
}
