// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.aggregate;

/**
 * Reads the wire format of protocol buffers, as far as it must be known to find one's fields among others'. Accepts and
 * refuses what the reference implementation does.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class WireReader {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int GROUP = 3;
    static final int END_GROUP = 4;
    static final int FIXED32 = 5;

    private static final int LONGEST_VARINT = 10;
    /** Messages and groups inside each other, as the reference implementation limits them. */
    private static final int DEEPEST = 100;

    private final byte[] bytes;
    private final int end;
    private final int depth;
    private int at;

    /** The bytes do not mean anything. Costs no stack trace, for the bytes may be anybody's. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message, null, false, false);
        }
    }

    WireReader(byte[] bytes, int from, int end) {
        this(bytes, from, end, 0);
    }

    private WireReader(byte[] bytes, int from, int end, int depth) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.depth = depth;
    }

    static int field(int number, int wireType) {
        return number << 3 | wireType;
    }

    /** Whether all has been read. */
    boolean isAtEnd() {
        return at == end;
    }

    /** The next byte's place. */
    int position() {
        return at;
    }

    /** Number and wire type of the next field, see {@link #field}. */
    int tag() throws MalformedException {
        int tag = (int) varint();
        if (tag >>> 3 == 0) {
            throw new MalformedException("a field without a number");
        }
        return tag;
    }

    long varint() throws MalformedException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            require(1);
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedException("a number without an end");
    }

    /** Length of what follows, all of which is there. */
    int length() throws MalformedException {
        int length = (int) varint();
        require(length);
        return length;
    }

    /** The message that follows, to be read by itself. */
    WireReader message() throws MalformedException {
        int length = length();
        at += length;
        return new WireReader(bytes, at - length, at, depth + 1);
    }

    /** Passes over a field whose tag has been read. */
    void skip(int tag) throws MalformedException {
        skip(tag, depth);
    }

    private void skip(int tag, int groupDepth) throws MalformedException {
        switch (tag & 7) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> advance(length());
            case GROUP -> skipGroup(tag >>> 3, groupDepth);
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw new MalformedException("an end without a beginning, or an unknown kind of field");
        }
    }

    private void skipGroup(int number, int groupDepth) throws MalformedException {
        if (groupDepth >= DEEPEST) {
            throw new MalformedException("groups too deep inside each other");
        }
        for (int tag = tag(); tag != field(number, END_GROUP); tag = tag()) {
            skip(tag, groupDepth + 1);
        }
    }

    /** Passes over so many bytes. */
    void advance(int length) throws MalformedException {
        require(length);
        at += length;
    }

    private void require(int length) throws MalformedException {
        if (length < 0 || length > end - at) {
            throw new MalformedException("ends too early");
        }
    }
}
