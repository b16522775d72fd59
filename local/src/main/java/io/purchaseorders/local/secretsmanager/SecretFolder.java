package io.purchaseorders.local.secretsmanager;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Collectors;

/**
 * The values of secrets, a file each that its owner alone may read. A secret has a generated value until somebody writes
 * another into its file.
 */
record SecretFolder(Path folder) {

    /** What {@code GenerateSecretString} takes from without punctuation. */
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int LENGTH = 64;

    Path file(String name) {
        return folder.resolve(name);
    }

    String read(String name) {
        try {
            Path file = file(name);
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The secret " + name + " cannot be read or made in " + folder, e);
        }
    }

    /** In one step: whoever finds the file finds all of it, and of two that make it, the second takes the first one's. */
    private void make(Path file) throws IOException {
        Files.createDirectories(folder);
        Path unfinished = file.resolveSibling(
                file.getFileName() + "-" + ProcessHandle.current().pid());
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, ownerOnly());
        try {
            Files.writeString(unfinished, generated() + "\n", StandardCharsets.UTF_8);
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException made) {
            // By another, whose value counts.
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Deletes the folder with all secrets. */
    void delete() {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Secrets cannot be deleted in " + folder, e);
        }
    }

    private static String generated() {
        return new SecureRandom()
                .ints(LENGTH, 0, CHARACTERS.length())
                .mapToObj(i -> String.valueOf(CHARACTERS.charAt(i)))
                .collect(Collectors.joining());
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
