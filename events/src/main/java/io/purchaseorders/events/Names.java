package io.purchaseorders.events;

import java.util.Currency;

/** Which texts can be ids of events and orders, names of customers and products, and codes of currencies. */
public final class Names {

    /** Keeps keys, and the items that carry them, small. */
    public static final int LENGTH = 64;

    /** What a name must be, in words. */
    public static final String NAME_RULE = "must be 1 to 64 characters, without control characters and #";

    /** By character, {@code A-Z a-z 0-9 . _ : -}: every event has several ids. */
    private static final boolean[] ID_CHARACTERS = idCharacters();

    private Names() {}

    private static boolean[] idCharacters() {
        boolean[] characters = new boolean['z' + 1];
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"
                .chars()
                .forEach(c -> characters[c] = true);
        return characters;
    }

    /** An event or order id. */
    public static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LENGTH) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isOfId(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfId(char c) {
        return c < ID_CHARACTERS.length && ID_CHARACTERS[c];
    }

    /** A customer id or sku: it becomes part of a key, in which {@code #} separates. */
    public static boolean isName(String text) {
        int length = text.length();
        if (length < 1 || length > 2 * LENGTH || (length > LENGTH && text.codePointCount(0, length) > LENGTH)) {
            return false;
        }
        for (int at = 0; at < length; ) {
            int c = text.codePointAt(at);
            if (!isOfName(c)) {
                return false;
            }
            at += Character.charCount(c);
        }
        return true;
    }

    private static boolean isOfName(int c) {
        return c != '#'
                && ((c >= ' ' && c <= '~')
                        || (!Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE));
    }

    /** The code of a currency that ISO 4217 names, in upper case. */
    static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getCurrencyCode().equals(code);
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }
}
