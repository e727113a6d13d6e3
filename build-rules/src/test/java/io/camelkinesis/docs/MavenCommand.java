// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.docs;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A call of Maven whose modules, profiles, properties and tests are those of this project. */
final class MavenCommand {

    private static final Set<String> FLAGS =
            Set.of("-q", "-B", "-o", "-am", "-amd", "-U", "-e", "-N", "-ntp", "-fae", "-v");
    private static final Set<String> PHASES = Set.of(
            "clean", "validate", "compile", "process-classes", "test-compile", "test", "package", "verify", "install");

    /** Goals are called by the prefixes of their plugins. */
    private static final Pattern GOAL = Pattern.compile(
            "(spotless|versions|exec|spring-boot|quarkus|dependency|enforcer|japicmp|cyclonedx|help|wrapper):[\\w-]+");

    /** Properties of Maven's own plugins. */
    private static final Set<String> PROPERTIES = Set.of(
            "test",
            "skipTests",
            "maven.test.skip",
            "surefire.failIfNoSpecifiedTests",
            "exec.args",
            "exec.mainClass",
            "maven.repo.local",
            "newVersion",
            "processAllModules");

    /** What people are to put something in the place of. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z_]+|\\.\\.\\.|…|.*\\*.*");

    private MavenCommand() {}

    static String problem(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String problem = null;
            if (word.equals("-pl") || word.equals("-f") || word.equals("-P")) {
                i++;
                problem = i == words.size() ? word + " of nothing" : ofValue(word, words.get(i));
            } else if (word.startsWith("-D")) {
                problem = ofProperty(word.substring(2));
            } else if (word.startsWith("-P")) {
                problem = ofValue("-P", word.substring(2));
            } else if (!FLAGS.contains(word)
                    && !PHASES.contains(word)
                    && !GOAL.matcher(word).matches()) {
                problem = "Maven does not know " + word + ", or this test does not";
            }
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static String ofValue(String option, String value) {
        return Arrays.stream(value.split(","))
                .map(one -> one.replaceFirst("^[!+-]", ""))
                .filter(one -> !PLACEHOLDER.matcher(one).matches())
                .filter(one -> !isThere(option, one))
                .map(one -> option + " " + one + ": there is no such " + (option.equals("-P") ? "profile" : "module"))
                .findFirst()
                .orElse(null);
    }

    private static boolean isThere(String option, String value) {
        return switch (option) {
            case "-P" -> ProjectSources.ALL.hasProfile(value);
            case "-f" -> ProjectSources.ALL.has(value);
            default -> ProjectSources.ALL.modules().contains(value.replaceFirst("/$", ""));
        };
    }

    private static String ofProperty(String property) {
        String name = property.replaceFirst("=.*", "");
        String value = property.contains("=") ? property.substring(property.indexOf('=') + 1) : "";
        if (name.equals("test")) {
            return Arrays.stream(value.split(","))
                    .map(test -> test.replaceFirst("#.*", ""))
                    .filter(test -> !PLACEHOLDER.matcher(test).matches())
                    .filter(test -> ProjectSources.ALL.source(test) == null)
                    .map(test -> "there is no test " + test)
                    .findFirst()
                    .orElse(null);
        }
        return PROPERTIES.contains(name) || ProjectSources.ALL.says(name) ? null : "nothing reads the property " + name;
    }
}
