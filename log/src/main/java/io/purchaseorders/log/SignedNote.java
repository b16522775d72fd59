package io.purchaseorders.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A text with the signatures of one or more keys (C2SP signed-note).
 *
 * @param text ends with a newline
 */
public record SignedNote(String text, List<Line> signatures) {

    static final int ID_LENGTH = 4;

    private static final String SIGNATURE = "\u2014 ";

    /** Far more than a checkpoint with 16 post-quantum cosignatures has. */
    private static final int LONGEST = 1_000_000;

    /** A line of a signature: {@code — name base64(keyId || signature)}. */
    public record Line(String name, String base64) {

        /** @throws LogProblem where the name is no key's, or there is no signature after the key id */
        public Line {
            VerifierKey.requireName(name);
            if (Hash.strictBase64(base64, "a signature").length <= ID_LENGTH) {
                throw new LogProblem("A signature has a key id of 4 bytes before it: " + base64);
            }
        }

        boolean isBy(VerifierKey key) {
            return name.equals(key.name()) && Arrays.equals(Arrays.copyOf(bytes(), ID_LENGTH), key.id());
        }

        byte[] signature() {
            return Arrays.copyOfRange(bytes(), ID_LENGTH, bytes().length);
        }

        private byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    public static SignedNote sign(String text, NoteSigner signer) {
        byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
        VerifierKey key = signer.verifierKey();
        byte[] idAndSignature = Arrays.copyOf(key.id(), ID_LENGTH + signature.length);
        System.arraycopy(signature, 0, idAndSignature, ID_LENGTH, signature.length);
        return new SignedNote(
                text, List.of(new Line(key.name(), Base64.getEncoder().encodeToString(idAndSignature))));
    }

    /** @throws LogProblem where this is no signed note */
    public static SignedNote parse(byte[] content) {
        if (content.length > LONGEST) {
            throw new LogProblem("A signed note has at most 1,000,000 bytes, and this has " + content.length + ".");
        }
        String note = utf8(content);
        if (note.chars().anyMatch(c -> c < 0x20 && c != '\n')) {
            throw new LogProblem("A signed note has no control characters but newlines.");
        }
        int end = note.lastIndexOf("\n\n");
        if (end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
            throw new LogProblem(
                    "A signed note is a text, an empty line and lines of signatures, each with a newline.");
        }
        List<Line> signatures =
                note.substring(end + 2).lines().map(SignedNote::line).toList();
        return new SignedNote(note.substring(0, end + 1), signatures);
    }

    private static Line line(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(SIGNATURE) || space < SIGNATURE.length()) {
            throw new LogProblem("This is no line of a signature: " + line);
        }
        return new Line(line.substring(SIGNATURE.length(), space), line.substring(space + 1));
    }

    static String utf8(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new LogProblem("This is not valid UTF-8.");
        }
    }

    /**
     * Whether the key signed this. Signatures by other keys say nothing.
     *
     * @return false where no signature names the key, or one that does is wrong
     */
    public boolean isSignedBy(VerifierKey key) {
        List<Line> own = signatures.stream().filter(line -> line.isBy(key)).toList();
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        return !own.isEmpty() && own.stream().allMatch(line -> key.verifies(message, line.signature()));
    }

    public byte[] bytes() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            note.append(SIGNATURE)
                    .append(line.name())
                    .append(' ')
                    .append(line.base64())
                    .append('\n');
        }
        return note.toString().getBytes(StandardCharsets.UTF_8);
    }
}
