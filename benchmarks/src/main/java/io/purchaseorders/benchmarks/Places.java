package io.purchaseorders.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the build puts what is measured as it is packed. */
final class Places {

    private Places() {}

    /** The folder {@code target} of a module of this repository. */
    static Path module(String name) {
        try {
            Path own = Path.of(Places.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own.resolve(Path.of("..", "..", "..", name, "target")).normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program runs from a file", e);
        }
    }
}
