package io.purchaseorders.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {

    /** The example of C2SP signed-note, "Verifier keys". */
    private static final String SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String SPEC_NOTE = """
            This is an example message.

            \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
            """;

    /** The example of golang.org/x/mod/sumdb/note. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_PRIVATE_KEY =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private static final String GO_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void the_example_of_the_specification_verifies() {
        VerifierKey key = VerifierKey.parse(SPEC_KEY);
        assertThat(key.name()).isEqualTo("example.com/foo");
        assertThat(key).hasToString(SPEC_KEY);
        SignedNote note = note(SPEC_NOTE);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.isSignedBy(key)).isTrue();
        assertThat(note.bytes()).isEqualTo(SPEC_NOTE.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_key_of_the_go_implementation_signs_the_same_bytes_here() {
        SigningKey key = SigningKey.parse(GO_PRIVATE_KEY + "\n" + GO_KEY + "\n");
        assertThat(key.verifierKey()).hasToString(GO_KEY);
        assertThat(key.text()).isEqualTo(GO_PRIVATE_KEY + "\n" + GO_KEY + "\n");
        SignedNote note = SignedNote.sign(note(GO_NOTE).text(), key);
        assertThat(note.bytes()).asString(StandardCharsets.UTF_8).isEqualTo(GO_NOTE);
    }

    /**
     * AWS KMS signs with ECC_NIST_EDWARDS25519, ED25519_SHA_512 and the message type RAW as RFC 8032 says for Ed25519; these are
     * the vectors of its section 7.1.
     */
    @ParameterizedTest
    @CsvSource({
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',"
                + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,"
                + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,"
                + "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    })
    void a_signature_over_the_raw_message_verifies(String key, String message, String signature) {
        VerifierKey verifier = VerifierKey.of("example.com/kms", HexFormat.of().parseHex(key));
        byte[] signed = HexFormat.of().parseHex(message);
        byte[] bytes = HexFormat.of().parseHex(signature);
        assertThat(verifier.verifies(signed, bytes)).isTrue();
        bytes[7] ^= 1;
        assertThat(verifier.verifies(signed, bytes)).isFalse();
        assertThat(verifier.verifies(signed, new byte[3])).isFalse();
    }

    @Test
    void a_changed_text_is_not_signed() {
        assertThat(note(SPEC_NOTE.replace("example message", "exemple message"))
                        .isSignedBy(VerifierKey.parse(SPEC_KEY)))
                .isFalse();
    }

    @Test
    void signatures_of_other_keys_are_ignored_and_a_wrong_one_of_the_key_spoils_the_note() {
        SigningKey mine = SigningKey.generate("example.com/mine");
        SigningKey other = SigningKey.generate("example.com/mine");
        SignedNote byMe = SignedNote.sign("text\n", mine);
        SignedNote byOther = SignedNote.sign("text\n", other);
        SignedNote both = new SignedNote(
                "text\n",
                List.of(byOther.signatures().getFirst(), byMe.signatures().getFirst()));
        assertThat(note(both).isSignedBy(mine.verifierKey())).isTrue();
        assertThat(note(byOther).isSignedBy(mine.verifierKey())).isFalse();
        SignedNote wrong = SignedNote.sign("another text\n", mine);
        SignedNote spoilt = new SignedNote(
                "text\n",
                List.of(byMe.signatures().getFirst(), wrong.signatures().getFirst()));
        assertThat(note(spoilt).isSignedBy(mine.verifierKey())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text\n",
                "text\n\n",
                "text\n\n\u2014 name AAAAAAA=",
                "text\n\n- name AAAAAAA=\n",
                "text\n\n\u2014 name AAAA\n",
                "text\n\n\u2014 name AAAAAAA\n",
                "text\n\n\u2014 na+me AAAAAAA=\n",
                "text\n\n\u2014 na me AAAAAAA=\n",
                "text\n\n\u2014  AAAAAAA=\n",
                "te\txt\n\n\u2014 name AAAAAAA=\n",
                "te\rxt\n\n\u2014 name AAAAAAA=\n"
            })
    void what_is_no_signed_note_is_refused(String text) {
        assertThatThrownBy(() -> note(text)).isInstanceOf(LogProblem.class);
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xff, '\n', '\n'}))
                .isInstanceOf(LogProblem.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
                "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void what_is_no_verifier_key_is_refused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(LogProblem.class);
    }

    @Test
    void a_new_key_survives_its_text_and_halves_of_two_keys_do_not() {
        SigningKey key = SigningKey.generate("localhost/orders");
        SigningKey again = SigningKey.parse(key.text());
        assertThat(again.verifierKey()).isEqualTo(key.verifierKey());
        assertThat(again.sign(new byte[5])).isEqualTo(key.sign(new byte[5]));
        String mixed = key.text().lines().toList().getFirst() + "\n"
                + SigningKey.generate("localhost/orders").verifierKey();
        assertThatThrownBy(() -> SigningKey.parse(mixed)).isInstanceOf(LogProblem.class);
    }

    private static SignedNote note(String text) {
        return SignedNote.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedNote note(SignedNote note) {
        return SignedNote.parse(note.bytes());
    }
}
