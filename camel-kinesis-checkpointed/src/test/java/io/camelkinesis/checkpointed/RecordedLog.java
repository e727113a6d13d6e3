// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MessageFormatter;

/** A logger whose lines a test can read: level and message, for example {@code warn orders: row x holds y}. */
final class RecordedLog {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final List<Throwable> thrown = new CopyOnWriteArrayList<>();

    /** What came with a line, to be written with its stack trace. */
    List<Throwable> thrown() {
        return thrown;
    }

    List<String> lines() {
        return lines;
    }

    Logger logger() {
        return (Logger) Proxy.newProxyInstance(
                Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, args) -> {
                    if (method.getReturnType() == boolean.class) {
                        return true;
                    }
                    Object[] values = args.length == 2 && args[1] instanceof Object[] many
                            ? many
                            : List.of(args).subList(1, args.length).toArray();
                    FormattingTuple entry = MessageFormatter.arrayFormat((String) args[0], values);
                    Throwable error = entry.getThrowable();
                    lines.add(method.getName() + " " + entry.getMessage() + (error == null ? "" : " " + error));
                    if (error != null) {
                        thrown.add(error);
                    }
                    return null;
                });
    }
}
