package io.purchaseorders.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page lies behind one distribution, may run nothing but its own files, and gets tokens by PKCE alone. */
class ConsoleTemplateTest {

    private final JsonNode template = Templates.read("console.yaml");

    @Test
    void only_the_distribution_reads_the_files_and_only_those_of_the_page() {
        JsonNode allowed = Templates.elements(template.at("/Resources/SitePolicy/Properties/PolicyDocument/Statement"))
                .filter(statement -> statement.path("Effect").asText().equals("Allow"))
                .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
        assertThat(allowed.path("Principal")).hasToString("{\"Service\":\"cloudfront.amazonaws.com\"}");
        assertThat(Templates.texts(allowed.path("Action"))).containsExactly("s3:GetObject");
        assertThat(allowed.path("Resource").toString()).contains("${Site.Arn}/console/*");
        assertThat(allowed.at("/Condition/StringEquals/aws:SourceArn/Fn::Sub").asText())
                .endsWith(":distribution/${Distribution}");
    }

    @Test
    void the_page_connects_to_the_api_and_the_issuer_and_runs_nothing_inline_or_from_elsewhere() {
        String policy = template.at("/Resources/Headers/Properties/ResponseHeadersPolicyConfig/SecurityHeadersConfig"
                        + "/ContentSecurityPolicy/ContentSecurityPolicy/Fn::Sub")
                .asText();
        assertThat(Stream.of(policy.split("; ", -1)))
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self' ${ApiOrigin} ${SignInOrigin}",
                        "frame-ancestors 'none'")
                .noneMatch(rule -> rule.contains("unsafe") || rule.contains("*"));
    }

    @Test
    void the_pages_client_has_no_secret_and_leads_back_to_the_page_alone() {
        JsonNode client = template.at("/Resources/ConsoleClient/Properties");
        assertThat(client.path("GenerateSecret").asBoolean()).isFalse();
        assertThat(Templates.texts(client.path("AllowedOAuthFlows"))).containsExactly("code");
        assertThat(Templates.texts(client.path("AllowedOAuthScopes"))).doesNotContain("orders/publish");
        assertThat(client.path("CallbackURLs"))
                .hasToString("[{\"Fn::Sub\":\"https://${Distribution.DomainName}/console/\"}]");
    }

    @Test
    void the_deploying_script_gives_every_parameter_and_reads_outputs_that_there_are() throws IOException {
        String script = Files.readString(Templates.ROOT.resolve("scripts/deploy.sh"));
        template.path("Parameters")
                .fieldNames()
                .forEachRemaining(parameter -> assertThat(script).contains(parameter + "=%s"));
        assertThat(outputs(template)).allMatch(output -> output.equals("ConsoleUrl") || script.contains(output));
        assertThat(outputs(Templates.main())).contains("ApiEndpoint", "SignInUrl", "TokenUrl", "UserPoolId");
    }

    private static Set<String> outputs(JsonNode template) {
        Set<String> names = new TreeSet<>();
        template.path("Outputs").fieldNames().forEachRemaining(names::add);
        return names;
    }
}
