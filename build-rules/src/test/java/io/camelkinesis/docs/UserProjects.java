// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Projects of users in a directory of their own, one pom each and nothing else, with what was installed: Maven resolves all of them in one
 * run, checks that no library has an older version than another one asks for, and says what their class paths are.
 */
record UserProjects(Path directory, Map<String, Pom> poms) {

    static final String VERSION = "0.1.0-SNAPSHOT";

    private static final String CLASS_PATH = "class-path";

    private static final Duration LIMIT = Duration.ofMinutes(8);

    /**
     * A pom.
     *
     * @param boms group, artifact and version of what it imports, in this order
     * @param dependencies group, artifact and, unless a BOM has it, version
     */
    record Pom(List<String> boms, List<String> dependencies, boolean converging) {}

    /** What came of a pom: a class path, or why there is none. */
    record Resolved(List<Path> classPath, String problem) {}

    UserProjects(Path directory) {
        this(directory, new LinkedHashMap<>());
    }

    Map<String, Resolved> resolve(Installation installation, MavenHome maven) throws Exception {
        Files.createDirectories(directory);
        installation.use(directory);
        write("", aggregator());
        for (Map.Entry<String, Pom> pom : poms.entrySet()) {
            write(pom.getKey(), text(pom.getKey(), pom.getValue()));
        }
        List<String> lines = built(directory, maven);
        Map<String, Resolved> resolved = new LinkedHashMap<>();
        for (String name : poms.keySet()) {
            Path project = directory.resolve(name);
            if (!Files.exists(project.resolve(CLASS_PATH))) { // a BOM that is missing stops Maven before any of them
                installation.use(project);
                resolved.put(name, resolved(project, problem(built(project, maven), name)));
            } else {
                resolved.put(name, resolved(project, problem(lines, name)));
            }
        }
        return resolved;
    }

    private static List<String> built(Path directory, MavenHome maven) throws Exception {
        try (Terminal run = Terminal.run(
                directory, maven.environment(), "mvn -B -ntp -fae package || true")) { // what is wrong is said of each
            run.awaitSuccess(LIMIT);
            return run.lines();
        }
    }

    private static Resolved resolved(Path project, String problem) throws IOException {
        Path classPath = project.resolve(CLASS_PATH);
        return Files.exists(classPath)
                ? new Resolved(paths(Files.readString(classPath)), problem)
                : new Resolved(List.of(), problem == null ? "Maven said nothing" : problem);
    }

    private static List<Path> paths(String classPath) {
        return Arrays.stream(classPath.strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    /** What Maven says of this project when it fails, with what it found. */
    private static String problem(List<String> lines, String name) {
        String text = lines.stream()
                .map(line -> line.replaceAll("\u001B\\[[;\\d]*m", ""))
                .filter(line -> line.startsWith("[ERROR]"))
                .dropWhile(line -> !line.contains(" on project " + name + ":") && !line.contains("Non-resolvable"))
                .limit(8)
                .map(line -> line.substring("[ERROR]".length()).strip())
                .takeWhile(line -> !line.startsWith("->"))
                .collect(Collectors.joining(" "));
        return text.isEmpty()
                ? null
                : text.replaceFirst("^Failed to execute goal [^:]*: ", "")
                        .replaceFirst(" -> \\[Help.*", "")
                        .replaceAll(" \\(?https?://[^ ]*\\)?", "");
    }

    private void write(String name, String text) throws IOException {
        Path project = Files.createDirectories(directory.resolve(name));
        Files.writeString(project.resolve("pom.xml"), text);
    }

    private String aggregator() {
        String modules = poms.keySet().stream()
                .map(name -> "<module>" + name + "</module>")
                .collect(Collectors.joining());
        return "<project><modelVersion>4.0.0</modelVersion>" + own("all") + "<packaging>pom</packaging><modules>"
                + modules + "</modules></project>";
    }

    private static String own(String name) {
        return "<groupId>com.example</groupId><artifactId>" + name + "</artifactId><version>1</version>";
    }

    private static String text(String name, Pom pom) {
        String boms = pom.boms().stream()
                .map(bom -> "<dependency>" + coordinates(bom) + "<type>pom</type><scope>import</scope></dependency>\n")
                .collect(Collectors.joining());
        String dependencies = pom.dependencies().stream()
                .map(dependency -> "<dependency>" + coordinates(dependency) + "</dependency>\n")
                .collect(Collectors.joining());
        return "<project><modelVersion>4.0.0</modelVersion>" + own(name) + "<packaging>pom</packaging>"
                + "<dependencyManagement><dependencies>\n" + boms + "</dependencies></dependencyManagement>"
                + "<dependencies>\n" + dependencies + "</dependencies>"
                + "<build><plugins>" + classPathWritten() + (pom.converging() ? upperBounds() : "")
                + "</plugins></build></project>";
    }

    private static String coordinates(String artifact) {
        String[] parts = artifact.split(":");
        return "<groupId>" + parts[0] + "</groupId><artifactId>" + parts[1] + "</artifactId>"
                + (parts.length == 2 ? "" : "<version>" + parts[2] + "</version>");
    }

    private static String classPathWritten() {
        return "<plugin><artifactId>maven-dependency-plugin</artifactId><version>3.9.0</version><executions><execution>"
                + "<phase>initialize</phase><goals><goal>build-classpath</goal></goals><configuration>"
                + "<includeScope>runtime</includeScope><outputFile>${project.basedir}/" + CLASS_PATH + "</outputFile>"
                + "</configuration></execution></executions></plugin>";
    }

    private static String upperBounds() {
        return "<plugin><artifactId>maven-enforcer-plugin</artifactId><version>3.6.2</version><executions><execution>"
                + "<phase>package</phase><goals><goal>enforce</goal></goals><configuration><rules>"
                + "<requireUpperBoundDeps/></rules></configuration></execution></executions></plugin>";
    }
}
