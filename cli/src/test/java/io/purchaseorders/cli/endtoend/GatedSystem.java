package io.purchaseorders.cli.endtoend;

import io.purchaseorders.local.LocalSystem;
import io.purchaseorders.local.cloudformation.StackTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The whole system, but that the processor reaches its tables through a gate, and that its queue is impatient. As a program
 * it runs until it is killed: {@code GatedSystem GATE-PORT DYNAMODB-PORT EVENTS-PORT DATA}.
 */
final class GatedSystem {

    private GatedSystem() {}

    public static void main(String[] args) throws InterruptedException {
        LocalSystem.start(
                template(Integer.parseInt(args[0]), 1_000),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Path.of(args[3]));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    /** @param maxReceiveCount how often a message is tried, a second apart */
    static StackTemplate template(int gatePort, int maxReceiveCount) {
        return template("order-processor", gatePort, maxReceiveCount);
    }

    /** The same with another function behind the gate. */
    static StackTemplate template(String function, int gatePort, int maxReceiveCount) {
        try (InputStream yaml = StackTemplate.class.getResourceAsStream("/cloudformation/main.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("main.yaml is not on the class path");
            }
            String text = new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
            return StackTemplate.parse(
                    text.replaceAll("VisibilityTimeout: \\d+\n", "VisibilityTimeout: 1\n")
                            .replaceAll("maxReceiveCount: \\d+", "maxReceiveCount: " + maxReceiveCount)
                            .replaceAll(
                                    "( +)POWERTOOLS_SERVICE_NAME: " + function + "\n",
                                    "$0$1AWS_ENDPOINT_URL_DYNAMODB: http://localhost:" + gatePort + "\n"),
                    StackTemplate.LOCAL_PARAMETERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
