// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.checkpointed;

import java.io.InputStream;
import java.io.Reader;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.BaseStream;
import javax.xml.transform.Source;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange has given that can be read only once. It stays with the exchange, for Camel sends an exchange whose put has
 * failed again, with the body that has been read: that must neither count as empty nor be put from its middle.
 */
final class ReadOnce {

    /** Most bytes of records that an exchange keeps; a body that gave more cannot be sent again. */
    static final long MOST_BYTES = 32L << 20;

    private static final String PROPERTY = "CamelKinesisCpReadOnce";

    /** By identity: the bytes of what is one record, null when there are none any more. */
    private final Map<Object, byte @Nullable []> records = new IdentityHashMap<>();

    /** By identity: the elements of what holds many. */
    private final Map<Object, Elements> many = new IdentityHashMap<>();

    private long bytes;
    private boolean full;

    private ReadOnce() {}

    private static ReadOnce of(Exchange exchange) {
        ReadOnce known = exchange.getProperty(PROPERTY, ReadOnce.class);
        if (known == null) {
            known = new ReadOnce();
            exchange.setProperty(PROPERTY, known);
        }
        return known;
    }

    /** Whether reading a body changes what it gives the next time. */
    static boolean isSpentByReading(@Nullable Object body) {
        Object source = body instanceof WrappedFile<?> file ? file.getBody() : body;
        return !(source instanceof StreamCache)
                && (source instanceof InputStream
                        || source instanceof Reader
                        || source instanceof ReadableByteChannel
                        || source instanceof Source
                        || source instanceof Iterator
                        || source instanceof BaseStream);
    }

    /**
     * The bytes of a body that is spent by reading, as they were when it was first read.
     *
     * @param read gives the bytes; called once
     * @throws UnsupportedBodyException if it was read before, and that failed or gave too much to keep
     */
    static byte[] bytes(Exchange exchange, Object body, Function<Object, byte[]> read) {
        return of(exchange).bytes(body, read);
    }

    private synchronized byte[] bytes(Object body, Function<Object, byte[]> read) {
        if (records.containsKey(body)) {
            byte[] kept = records.get(body);
            if (kept == null) {
                throw UnsupportedBodyException.spent(body.getClass());
            }
            return kept;
        }
        records.put(body, null);
        byte[] all = read.apply(body);
        if (keeps(all.length)) {
            records.put(body, all);
        }
        return all;
    }

    private boolean keeps(long more) {
        bytes += more;
        full |= bytes > MOST_BYTES;
        if (full) {
            records.replaceAll((body, kept) -> null);
            many.values().forEach(Elements::forget);
        }
        return !full;
    }

    /**
     * The elements of a body from the first one, also when it has been gone through before.
     *
     * @param begin gives the body's own iterator
     * @throws UnsupportedBodyException if it was read before, and gave too much to keep
     */
    static Iterator<?> elements(Exchange exchange, Object body, Function<Object, Iterator<?>> begin) {
        return body instanceof Collection || body instanceof Object[]
                ? begin.apply(body)
                : of(exchange).elements(body, begin);
    }

    private synchronized Iterator<?> elements(Object body, Function<Object, Iterator<?>> begin) {
        Elements known = many.get(body);
        if (known != null && (isSpentByReading(body) || !known.ended)) {
            return known.again(body);
        }
        Iterator<?> source = begin.apply(body);
        if (known != null && !known.isEmpty() && !source.hasNext()) {
            return known.again(body);
        }
        Elements first = new Elements(source);
        many.put(body, first);
        return first.iterator();
    }

    /** A record has been made of an element. */
    static void took(Exchange exchange, long size) {
        ReadOnce known = exchange.getProperty(PROPERTY, ReadOnce.class);
        if (known != null) {
            known.took(size);
        }
    }

    private synchronized void took(long size) {
        if (!many.isEmpty()) {
            keeps(size);
        }
    }

    /** What an iterator has given so far, and the rest of it. */
    private final class Elements {
        private final Iterator<?> source;
        private final List<@Nullable Object> given = new ArrayList<>();
        private int forgotten;
        private boolean ended;

        private Elements(Iterator<?> source) {
            this.source = source;
        }

        private boolean isEmpty() {
            return given.isEmpty() && forgotten == 0;
        }

        private void forget() {
            forgotten += given.size();
            given.clear();
        }

        private Iterator<?> again(Object body) {
            if (forgotten > 0) {
                throw UnsupportedBodyException.spent(body.getClass());
            }
            return iterator();
        }

        private Iterator<?> iterator() {
            return new Iterator<Object>() {
                private int at;

                @Override
                public boolean hasNext() {
                    synchronized (ReadOnce.this) {
                        if (at < forgotten + given.size()) {
                            return true;
                        }
                        ended = !source.hasNext();
                        return !ended;
                    }
                }

                @Override
                public @Nullable Object next() {
                    synchronized (ReadOnce.this) {
                        if (at == forgotten + given.size()) {
                            given.add(source.next());
                            if (full) {
                                Object last = given.get(given.size() - 1);
                                forget();
                                at++;
                                return last;
                            }
                        }
                        return given.get(at++ - forgotten);
                    }
                }
            };
        }
    }
}
