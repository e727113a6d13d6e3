// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The AWS SDK that the application has. Its BOMs choose the version, and one that is too old would show as a class or a
 * method that is missing, at whatever call needs it first.
 */
public final class SdkOnClassPath {

    /** The oldest that the tests are run with. */
    private static final String OLDEST = "2.41.28";

    private static final String CORE = "software.amazon.awssdk.core.util.VersionInfo#SDK_VERSION";
    private static final String SERVICE = "software.amazon.awssdk.services.%s.internal.ServiceVersionInfo#VERSION";
    private static final List<String> SERVICES = List.of("kinesis", "dynamodb", "sts");

    /** A service tells its version as {@code 2.41.x}. */
    private static final Pattern VERSION = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?.*");

    private static final int PARTS = 3;

    private SdkOnClassPath() {}

    /** @throws IllegalStateException if it is too old; says what was found, what is needed and what to do */
    public static void requireNewEnough() {
        requireNewEnough(SdkOnClassPath::constant);
    }

    /** @param constants the value of CLASS#FIELD, null where there is none */
    static void requireNewEnough(UnaryOperator<@Nullable String> constants) {
        List<String> old = new ArrayList<>();
        versions(constants).forEach((module, version) -> {
            if (isOlder(version)) {
                old.add(module + " " + version);
            }
        });
        if (!old.isEmpty()) {
            throw new IllegalStateException("The AWS SDK on the class path is too old: " + String.join(", ", old)
                    + ". kinesis-cp needs " + OLDEST
                    + " or newer. Import software.amazon.awssdk:bom in that version before every other BOM that brings an"
                    + " SDK, as those of Spring Cloud AWS and Camel do; mvn dependency:tree shows where the old one comes"
                    + " from");
        }
    }

    /** By module, of those that are there and tell it. */
    static Map<String, String> versions() {
        return versions(SdkOnClassPath::constant);
    }

    private static Map<String, String> versions(UnaryOperator<@Nullable String> constants) {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("sdk-core", constants.apply(CORE));
        SERVICES.forEach(service -> versions.put(service, constants.apply(String.format(SERVICE, service))));
        versions.values().removeIf(Objects::isNull);
        return versions;
    }

    /** A part that is not told, and a version that nobody can read, is not older. */
    private static boolean isOlder(String version) {
        Matcher found = VERSION.matcher(version);
        Matcher needed = VERSION.matcher(OLDEST);
        if (!found.matches() || !needed.matches()) {
            return false;
        }
        for (int part = 1; part <= PARTS; part++) {
            if (found.group(part) == null) {
                return false;
            }
            int order = Integer.compare(Integer.parseInt(found.group(part)), Integer.parseInt(needed.group(part)));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    /** Read by reflection: javac would write the value that it saw into this class. */
    private static @Nullable String constant(String name) {
        int field = name.indexOf('#');
        try {
            Class<?> type = Class.forName(name.substring(0, field), true, SdkOnClassPath.class.getClassLoader());
            return (String) type.getField(name.substring(field + 1)).get(null);
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            return null;
        }
    }
}
