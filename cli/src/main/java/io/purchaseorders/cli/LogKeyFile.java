package io.purchaseorders.cli;

import io.purchaseorders.log.LogProblem;
import io.purchaseorders.log.SigningKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;

/** The signing key of a log on this machine: a file that only its owner may read. */
record LogKeyFile(Path file) {

    private static final String NAME = "log-key";

    static LogKeyFile beside(Path log) {
        Path folder = Objects.requireNonNull(log.toAbsolutePath().normalize().getParent(), "a log is no root folder");
        return new LogKeyFile(folder.resolve(NAME));
    }

    Optional<SigningKey> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SigningKey.parse(Files.readString(file)));
        } catch (IOException | LogProblem e) {
            throw new UsageProblem("The signing key " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** The key, made where there is none. Where two make one at a time, both get that of the first. */
    SigningKey readOrMake(String name) {
        Optional<SigningKey> present = read();
        if (present.isPresent()) {
            return present.get();
        }
        Path unfinished =
                file.resolveSibling(NAME + "-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file is in a folder"));
            Files.deleteIfExists(unfinished);
            Files.createFile(unfinished, ownerOnly());
            Files.writeString(unfinished, SigningKey.generate(name).text());
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException e) {
            // Read below.
        } catch (IOException e) {
            throw new UsageProblem("The signing key cannot be written to " + file + ": " + e.getMessage());
        } finally {
            delete(unfinished);
        }
        return read().orElseThrow(() -> new UsageProblem("The signing key " + file + " was deleted at once."));
    }

    private static void delete(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            throw new UsageProblem("The file " + unfinished + " holds a key and cannot be deleted: " + e.getMessage());
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
