package io.purchaseorders.events;

import java.util.regex.Pattern;

/** Which texts can be ids of events and orders, and which can be names of customers and products. */
public final class Names {

    /** Keeps keys, and the items that carry them, small. */
    public static final int LENGTH = 64;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1," + LENGTH + "}");

    private Names() {}

    /** An event or order id. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** A customer id or sku: it becomes part of a key, in which {@code #} separates. */
    public static boolean isName(String text) {
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > LENGTH) {
            return false;
        }
        for (int at = 0; at < text.length(); at = text.offsetByCodePoints(at, 1)) {
            int c = text.codePointAt(at);
            if (c == '#' || Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                return false;
            }
        }
        return true;
    }
}
