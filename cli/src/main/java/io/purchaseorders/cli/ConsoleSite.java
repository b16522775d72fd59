package io.purchaseorders.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.purchaseorders.local.cloudfront.Site;
import io.purchaseorders.log.VerifierKey;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The console of a system on this machine, configured as {@code scripts/deploy.sh} does it for one on AWS. */
final class ConsoleSite {

    /** Any client id will do for the local issuer; this one is in the tokens' {@code client_id}. */
    private static final String CLIENT = "orders-console";

    private ConsoleSite() {}

    /**
     * @param folder what the console's build wrote
     * @param events where the bus takes events, which the console offers on one machine alone
     * @param logKey what the console verifies the log by, unless its reader has a key from elsewhere
     */
    static Site of(Path folder, URI api, URI issuer, URI events, Optional<VerifierKey> logKey) {
        var configuration = JsonNodeFactory.instance
                .objectNode()
                .put("environment", Defaults.ENVIRONMENT)
                .put("api", "")
                .put("authorizationEndpoint", issuer + "/authorize")
                .put("tokenEndpoint", issuer + "/token")
                .put("clientId", CLIENT)
                .put("eventsEndpoint", events.toString())
                .put("eventBus", Defaults.BUS);
        logKey.ifPresent(key -> configuration.put("logKey", key.toString()));
        configuration
                .putArray("scopes")
                .add("openid")
                .add("orders/read")
                .add("orders/audit")
                .add("orders/publish");
        return new Site(folder, configuration.toString(), List.of(issuer, events));
    }
}
