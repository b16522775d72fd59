package io.purchaseorders.local.apigateway;

import java.util.List;

/**
 * One method of one route.
 *
 * @param id the operation's id in the document
 * @param path the route's template, such as {@code /orders/{orderId}}
 * @param method in upper case
 * @param scopes any one of them opens it; empty where everybody may call
 * @param integration what answers
 */
record Operation(String id, String path, String method, List<String> scopes, Integration integration) {

    boolean isPublic() {
        return scopes.isEmpty();
    }
}
