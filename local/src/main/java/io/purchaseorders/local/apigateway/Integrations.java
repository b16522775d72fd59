package io.purchaseorders.local.apigateway;

/** The functions that routes are integrated with, as API Gateway calls it. */
@FunctionalInterface
public interface Integrations {

    /**
     * Invokes the function behind an alias.
     *
     * @param alias its logical id in the template, by which the document names it
     * @param request an API Gateway proxy request, as JSON
     * @return the proxy response, as JSON
     */
    byte[] invoke(String alias, byte[] request);
}
