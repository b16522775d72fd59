package io.purchaseorders.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the documents is one that the program understands, flag by flag: nobody is to find out on call. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root", ".."));

    private static final Pattern COMMAND = Pattern.compile("(?<![\\w`])\\./orders ([a-z][^`#|><&;\\n)]*)");

    static Stream<String> documents() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md"),
                    pages
                            .filter(page -> page.toString().endsWith(".md"))
                            .map(page -> "docs/" + page.getFileName())
                            .sorted()
                            .toList()
                            .stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void its_commands_are_understood(String document) throws IOException {
        List<String> commands = commands(Files.readString(ROOT.resolve(document)));
        for (String command : commands) {
            String[] words = command.split("\\s+");
            assertThatCode(() -> Orders.commandLine(Parts.ofThisBuild()).parseArgs(words))
                    .as("%s: ./orders %s", document, command)
                    .doesNotThrowAnyException();
        }
        if (document.equals("docs/operations.md")) {
            assertThat(commands).hasSizeGreaterThanOrEqualTo(6);
        }
    }

    /** Those in blocks of shell, where nothing but commands and comments is. */
    static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        Matcher block = Pattern.compile("(?ms)^```sh\\n(.*?)^```").matcher(page);
        while (block.find()) {
            String shell = block.group(1)
                    .replace("\\\n", " ")
                    .replaceAll("(?m)(^|\\s)#.*$", "")
                    .replaceAll("\"\\$\\([^)]*\\)\"|\"?\\$\\w+\"?", "something");
            Matcher command = COMMAND.matcher(shell);
            while (command.find()) {
                // The benchmarks are a program of their own, and what is left out is no command.
                String text = command.group(1).strip();
                if (!text.startsWith("bench") && !text.contains("...")) {
                    commands.add(text);
                }
            }
        }
        return commands;
    }
}
