package io.purchaseorders.clients;

import io.purchaseorders.local.standin.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of shell of a document, command by command, and bash as their reader has it: in one session, so that a variable
 * lives on, in a folder with a program {@code ./orders}. Two things differ from what the page has: {@code localhost:8080} is
 * where the API of the running system listens, and {@code ./orders} runs the classes under test at the ports of that system.
 */
final class DocumentedShell {

    /** A command, which may be some lines, and how it ended. */
    record Ran(String command, int exitCode, String out, String err) {}

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```");

    /** What a command says that is to fail, behind it. */
    private static final Pattern FAILS = Pattern.compile("# exit code ([0-9]+)$");

    private final RunningSample system;
    private final Path folder;

    DocumentedShell(RunningSample system, Path folder) throws IOException {
        this.system = system;
        this.folder = folder;
        Path program = Files.writeString(folder.resolve("orders"), """
                #!/usr/bin/env bash
                case $1 in
                  token) set -- "$@" --api-port "$API_PORT" ;;
                  publish) set -- "$@" --events-port "$EVENTS_PORT" ;;
                  replay | check | export) set -- "$@" --dynamodb-port "$DYNAMODB_PORT" ;;
                esac
                exec %s "$@"
                """.formatted(
                        "'" + String.join("' '", Programs.command(RunningSample.PROGRAM)) + "'"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** In the order of the page. A line that ends with a backslash or a pipe goes on in the next; a line of comment is none. */
    static List<String> commands(String markdown) {
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(markdown);
        while (block.find()) {
            StringBuilder command = new StringBuilder();
            for (String line : block.group(1).lines().toList()) {
                command.append(line);
                if (line.endsWith("\\") || line.endsWith("|")) {
                    command.append('\n');
                } else if (!command.toString().isBlank() && !line.startsWith("#")) {
                    commands.add(command.toString());
                    command.setLength(0);
                } else {
                    command.setLength(0);
                }
            }
        }
        return commands;
    }

    /** The part of a page below one heading, up to the next. */
    static String section(String markdown, String heading) {
        int from = markdown.indexOf(heading + "\n");
        if (from < 0) {
            throw new AssertionError("there is no heading: " + heading);
        }
        int to = markdown.indexOf("\n## ", from);
        return to < 0 ? markdown.substring(from) : markdown.substring(from, to);
    }

    /** The exit code that the page announces: 0, if it does not say otherwise. */
    static int announced(String command) {
        Matcher fails = FAILS.matcher(command);
        return fails.find() ? Integer.parseInt(fails.group(1)) : 0;
    }

    List<Ran> run(List<String> commands) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -uo pipefail\nTIMEFORMAT=%R\n");
        for (int i = 0; i < commands.size(); i++) {
            script.append("{ ")
                    .append(commands.get(i).replace("localhost:8080", "localhost:" + port(system.api())))
                    .append("\n} >")
                    .append(i)
                    .append(".out 2>")
                    .append(i)
                    .append(".err\necho $? >")
                    .append(i)
                    .append(".code\n");
        }
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", script.toString())
                .directory(folder.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true);
        bash.environment()
                .putAll(Map.of(
                        "API_PORT", port(system.api()),
                        "EVENTS_PORT", port(system.events()),
                        "DYNAMODB_PORT", port(system.dynamoDb())));
        FileTime ended = FileTime.from(Instant.now());
        Process process = bash.start();
        String trouble = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0 || !trouble.isEmpty()) {
            throw new AssertionError("bash said: " + trouble);
        }
        List<Ran> ran = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            FileTime begun = ended;
            ended = Files.getLastModifiedTime(folder.resolve(i + ".code"));
            System.out.printf("documented: %5d ms  %s%n", ended.toMillis() - begun.toMillis(), commands.get(i));
            ran.add(new Ran(
                    commands.get(i), Integer.parseInt(read(i + ".code").strip()), read(i + ".out"), read(i + ".err")));
        }
        return ran;
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private static String port(URI address) {
        return Integer.toString(address.getPort());
    }
}
