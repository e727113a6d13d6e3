// SPDX-License-Identifier: Apache-2.0
package io.camelkinesis.engine.model;

/**
 * The place of a record in its shard. Comparable: a later record of a shard is greater.
 *
 * <p>A KPL aggregate is one record with one sequence number that holds several user records. A number with a
 * sub-sequence names one user record of the aggregate; a number without one names the record as a whole and is
 * greater than all of its user records.
 */
public final class SequenceNumber implements Comparable<SequenceNumber> {

    private static final long WHOLE = Long.MAX_VALUE;

    private final String digits;
    private final long sub;

    private SequenceNumber(String digits, long sub) {
        this.digits = digits;
        this.sub = sub;
    }

    /**
     * The whole record with this number.
     *
     * @param decimal 1 to 128 decimal digits as the service prints them
     * @throws IllegalArgumentException if it is something else
     */
    public static SequenceNumber of(String decimal) {
        return new SequenceNumber(canonical(decimal), WHOLE);
    }

    /**
     * One user record of an aggregate.
     *
     * @param decimal the number of the aggregate
     * @param subSequence position of the user record in it, from 0
     */
    public static SequenceNumber of(String decimal, long subSequence) {
        return new SequenceNumber(canonical(decimal), checked(subSequence));
    }

    /**
     * One user record of this record.
     *
     * @param subSequence its position, from 0
     */
    public SequenceNumber part(long subSequence) {
        return new SequenceNumber(digits, checked(subSequence));
    }

    private static long checked(long subSequence) {
        if (subSequence < 0 || subSequence == WHOLE) {
            throw new IllegalArgumentException("A sub-sequence number starts at 0, not " + subSequence);
        }
        return subSequence;
    }

    private static String canonical(String decimal) {
        int length = decimal.length();
        if (length == 0 || length > 128) {
            throw notANumber(decimal);
        }
        int first = -1;
        for (int i = 0; i < length; i++) {
            char c = decimal.charAt(i);
            if (c < '0' || c > '9') {
                throw notANumber(decimal);
            }
            if (first < 0 && (c != '0' || i == length - 1)) {
                first = i;
            }
        }
        return first == 0 ? decimal : decimal.substring(first);
    }

    private static IllegalArgumentException notANumber(String decimal) {
        String shown = decimal.length() > 140 ? decimal.substring(0, 140) + "..." : decimal;
        return new IllegalArgumentException("A sequence number is 1 to 128 decimal digits, not '" + shown + "'");
    }

    /** The bare decimal, without leading zeros, as it is stored in the lease table. */
    public String digits() {
        return digits;
    }

    /** Whether this names one user record inside an aggregate. */
    public boolean isPartial() {
        return sub != WHOLE;
    }

    /**
     * Position of the user record in its aggregate, from 0.
     *
     * @throws IllegalStateException if this names a whole record
     */
    public long subSequence() {
        if (!isPartial()) {
            throw new IllegalStateException(digits + " names a whole record");
        }
        return sub;
    }

    /** The record as a whole, whatever user record of it this names. */
    public SequenceNumber whole() {
        return isPartial() ? new SequenceNumber(digits, WHOLE) : this;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        int byLength = Integer.compare(digits.length(), other.digits.length());
        if (byLength != 0) {
            return byLength;
        }
        int byDigits = digits.compareTo(other.digits);
        return byDigits != 0 ? byDigits : Long.compare(sub, other.sub);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof SequenceNumber other && sub == other.sub && digits.equals(other.digits);
    }

    @Override
    public int hashCode() {
        return 31 * digits.hashCode() + Long.hashCode(sub);
    }

    @Override
    public String toString() {
        return isPartial() ? digits + "." + sub : digits;
    }
}
