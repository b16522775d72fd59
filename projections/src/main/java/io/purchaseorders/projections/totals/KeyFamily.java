package io.purchaseorders.projections.totals;

import io.purchaseorders.events.Names;
import java.util.Optional;

/**
 * The aggregation keys of one projection: one fixed key, or a prefix and the name of what is totalled.
 *
 * @param prefix begins every stored key, or is the only one; renaming it is a migration
 * @param member what the name after the prefix is called in answers; empty where there is one key only
 */
public record KeyFamily(String prefix, String member) {

    /** One key. */
    static KeyFamily single(String key) {
        return new KeyFamily(key, "");
    }

    /** @param prefix ends in {@code #}, which no name contains */
    static KeyFamily named(String prefix, String member) {
        return new KeyFamily(prefix, member);
    }

    public boolean isSingle() {
        return member.isEmpty();
    }

    /** The key of a name; of the empty one where there is one key only. */
    public String key(String name) {
        return isSingle() ? prefix : prefix + name;
    }

    /** Whether a stored key is one of this family. */
    public boolean owns(String storedKey) {
        return isSingle() ? storedKey.equals(prefix) : storedKey.startsWith(prefix);
    }

    /** The name in a stored key of this family; the empty one where there is one key only. */
    public String nameIn(String storedKey) {
        return storedKey.substring(prefix.length());
    }

    /** The name in what a reader gives as a key; nothing where it is no key that can exist. */
    public Optional<String> read(String key) {
        return owns(key) && (isSingle() || Names.isName(nameIn(key))) ? Optional.of(nameIn(key)) : Optional.empty();
    }

    /** How a reader writes such a key: {@code ALL}, {@code CUSTOMER#{customerId}}. */
    public String notation() {
        return isSingle() ? prefix : prefix + "{" + member + "}";
    }
}
