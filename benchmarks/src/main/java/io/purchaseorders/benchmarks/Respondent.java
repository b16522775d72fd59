package io.purchaseorders.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A process that answers every line of its input by one of its output and ends with its input: so that it is warm, and
 * has the JVM's options to itself.
 */
public final class Respondent implements AutoCloseable {

    /** Answers a line. */
    public interface Answers {
        String to(String question) throws Exception;
    }

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;

    private Respondent(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    public static Respondent start(List<String> command) throws IOException {
        return new Respondent(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The other end. Whatever else is printed meanwhile goes to the standard error. */
    public static void serve(Answers answers) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.gc(); // What the one before left behind is not this one's.
            out.println(answers.to(line));
        }
    }

    public String ask(String question) {
        questions.println(question);
        try {
            String answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("the process ended: " + process.waitFor());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        questions.close(); // The end of its input ends it.
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
        }
    }
}
