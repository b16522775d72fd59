package io.purchaseorders.projections;

/**
 * A record's place in its shard of the stream. DynamoDB numbers records with up to 40 decimal digits; here they have
 * leading zeros, so that text, and DynamoDB's comparison of text, sorts as the numbers do.
 */
public record SequenceNumber(String digits) implements Comparable<SequenceNumber> {

    private static final int LONGEST = 40;

    public static SequenceNumber of(String number) {
        if (number.isEmpty() || number.length() > LONGEST || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("no sequence number: " + number);
        }
        return new SequenceNumber("0".repeat(LONGEST - number.length()) + number);
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return digits.compareTo(other.digits);
    }
}
