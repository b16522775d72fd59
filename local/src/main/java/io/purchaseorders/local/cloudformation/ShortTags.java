package io.purchaseorders.local.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads CloudFormation's YAML into JSON, its short tags ({@code !Sub x}) in their long form ({@code {"Fn::Sub": x}}). */
public final class ShortTags extends SafeConstructor {

    private static final JsonMapper JSON = new JsonMapper();

    private ShortTags() {
        super(new LoaderOptions());
        yamlMultiConstructors.put("!", new Intrinsic());
        // CloudFormation has no dates: a policy's Version stays text, quoted or not.
        yamlConstructors.put(Tag.TIMESTAMP, yamlConstructors.get(Tag.STR));
    }

    public static JsonNode read(String yaml) {
        return JSON.valueToTree(new Yaml(new ShortTags()).load(yaml));
    }

    private final class Intrinsic extends AbstractConstruct {

        @Override
        public Object construct(Node node) {
            String name = node.getTag().getValue().substring(1);
            Object argument = switch (node) {
                case ScalarNode scalar -> scalar.getValue();
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new IllegalArgumentException("A tag that CloudFormation lacks: " + node);
            };
            return switch (name) {
                case "Ref", "Condition" -> Map.of(name, argument);
                case "GetAtt" -> Map.of("Fn::GetAtt", argument instanceof String text ? attribute(text) : argument);
                default -> Map.of("Fn::" + name, argument);
            };
        }

        private List<String> attribute(String text) {
            int dot = text.indexOf('.');
            return List.of(text.substring(0, dot), text.substring(dot + 1));
        }
    }
}
