package io.purchaseorders.stores.dynamodb;

import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Reads the keys of authentication codes from a secret of Secrets Manager, with a client that lives for one call. */
record SecretKeys(Supplier<SecretsManagerClient> clients, String secretId) implements Supplier<String> {

    @Override
    public String get() {
        try (SecretsManagerClient client = clients.get()) {
            return client.getSecretValue(request -> request.secretId(secretId)).secretString();
        }
    }
}
