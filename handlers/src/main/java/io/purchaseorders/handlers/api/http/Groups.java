package io.purchaseorders.handlers.api.http;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What people may read, by the groups of the user pool that they are in. Cognito gives whoever signs in any scope of the
 * client; a program's token, which has no user name, is bound by its client's scopes alone.
 */
public final class Groups {

    private static final Map<String, Set<String>> SCOPES = Map.of(
            "readers", Set.of("orders/read"),
            "auditors", Set.of("orders/read", "orders/audit"));

    /** The groups that open anything. */
    public static final Set<String> NAMES = SCOPES.keySet();

    private Groups() {}

    /** The scopes of a token that are open to whom it was given to. */
    static Set<String> open(Map<?, ?> claims, Set<String> scopes) {
        if (claims.get("username") == null) {
            return scopes;
        }
        Set<String> allowed = new HashSet<>();
        for (String group : groups(claims.get("cognito:groups"))) {
            allowed.addAll(SCOPES.getOrDefault(group, Set.of()));
        }
        allowed.retainAll(scopes);
        return allowed;
    }

    /** API Gateway hands a list over as text: with commas, or as {@code [a b]}. */
    private static List<String> groups(@Nullable Object claim) {
        return claim == null ? List.of() : List.of(String.valueOf(claim).split("[\\[\\], ]+"));
    }
}
