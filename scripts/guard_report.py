"""Between CloudFormation templates and cfn-guard, for scripts/lint.sh: needs cfn-lint's own library.

guard_report.py json TEMPLATE            prints the template as JSON, with Fn::GetAtt as the list that rules expect
guard_report.py report FINDINGS FOLDER   prints what cfn-guard found and no resource suppresses; exit code 1 if anything

A finding is suppressed beside the resource, with the reason:

  Metadata:
    cfn-guard:
      CT.SQS.PR.1: It is itself the dead-letter queue.

A suppression that suppresses nothing is reported as well.
"""

import json
import pathlib
import re
import sys

SHORTEST_REASON = 15  # Letters; a word such as "ok" is no reason.


def as_json(template):
    from cfnlint.decode import cfn_yaml

    json.dump(cfn_yaml.load(template), sys.stdout, default=str)


def values(node, name):
    """Every text under this name, anywhere within the node."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, str):
                yield value
            else:
                yield from values(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, name)


def report(findings, folder):
    templates = {p.stem: json.loads(p.read_text()) for p in pathlib.Path(folder).glob("*.json")}
    unused = {
        (name, resource, rule): reason
        for name, template in templates.items()
        for resource, body in template["Resources"].items()
        for rule, reason in body.get("Metadata", {}).get("cfn-guard", {}).items()
    }
    problems = [
        f"{name}.yaml: {resource}: {rule} is suppressed without a reason"
        for (name, resource, rule), reason in unused.items()
        if len(str(reason)) < SHORTEST_REASON
    ]
    suppressions = set(unused)
    for result in json.loads(pathlib.Path(findings).read_text()):
        template = pathlib.Path(result["name"]).stem
        for broken in result["not_compliant"]:
            rule = broken.get("Rule", broken)
            message = " ".join(next(values(rule, "custom_message"), "").split())
            found = re.match(r"\[(CT\.[A-Z0-9.]+)\]", message)
            name = found.group(1) if found else rule["name"]
            paths = {m.group(1) for p in values(rule, "path") if (m := re.match(r"/Resources/([^/\[]+)", p))}
            for resource in sorted(paths) or ["(the template)"]:
                key = (template, resource, name)
                unused.pop(key, None)
                if key not in suppressions:
                    problems.append(f"{template}.yaml: {resource}: {name}: {message}")
    problems += [f"{t}.yaml: {resource}: {rule} is suppressed and not found" for t, resource, rule in unused]
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["json"] and len(sys.argv) == 3:
        as_json(sys.argv[2])
    elif sys.argv[1:2] == ["report"] and len(sys.argv) == 4:
        sys.exit(report(sys.argv[2], sys.argv[3]))
    else:
        sys.exit(__doc__)
