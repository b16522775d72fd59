package io.purchaseorders.projections.batch;

/**
 * A record's place in its shard of the stream. DynamoDB numbers records with up to 40 decimal digits; here they have
 * leading zeros, so that text, and DynamoDB's comparison of text, sorts as the numbers do.
 */
public record SequenceNumber(String digits) implements Comparable<SequenceNumber> {

    private static final int LONGEST = 40;

    public static SequenceNumber of(String number) {
        if (number.isEmpty() || number.length() > LONGEST || !isDigits(number)) {
            throw new IllegalArgumentException("no sequence number: " + number);
        }
        return new SequenceNumber("0".repeat(LONGEST - number.length()) + number);
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(SequenceNumber other) {
        return digits.compareTo(other.digits);
    }
}
