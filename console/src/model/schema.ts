/**
 * Holds JSON to the published schemas, as far as a form needs it: the keywords of JSON Schema that they use. What it cannot say,
 * such as one line for each sku, the system's own validation says after publishing.
 */
import type { Json } from "./json.ts";
import { compare, decimal } from "./decimal.ts";

export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

interface Schema {
  readonly [keyword: string]: unknown;
}

/** Every fault of the value, the first ones of a document first. */
export function faults(value: Json, schema: unknown): Fault[] {
  return check(value, schema, schema as Schema, "");
}

function check(value: Json, given: unknown, root: Schema, pointer: string): Fault[] {
  if (given === true || typeof given !== "object" || given === null) {
    return given === false ? [{ pointer, message: "must be absent" }] : [];
  }
  const schema = given as Schema;
  const found: Fault[] = [];
  if (typeof schema["$ref"] === "string") {
    found.push(...check(value, resolve(schema["$ref"], root), root, pointer));
  }
  for (const part of list(schema["allOf"])) {
    found.push(...check(value, part, root, pointer));
  }
  for (const keyword of ["anyOf", "oneOf"]) {
    const choices = list(schema[keyword]).map((choice) => check(value, choice, root, pointer));
    if (choices.length > 0 && choices.every((choice) => choice.length > 0)) {
      // The choice that speaks of the deepest place is the one that was meant.
      found.push(...choices.reduce((best, choice) => (depth(choice) > depth(best) ? choice : best)));
    }
  }
  if (schema["not"] !== undefined && check(value, schema["not"], root, pointer).length === 0) {
    found.push({ pointer, message: "is not allowed" });
  }
  const types = list(typeof schema["type"] === "string" ? [schema["type"]] : schema["type"]);
  if (types.length > 0 && !types.some((type) => isOf(value, String(type)))) {
    found.push({ pointer, message: `must be ${types.join(" or ")}` });
    return found;
  }
  found.push(...ofKind(value, schema, root, pointer));
  const choices = schema["const"] === undefined ? list(schema["enum"]) : [schema["const"]];
  if (choices.length > 0 && !choices.some((choice) => same(value, choice))) {
    found.push({ pointer, message: choices.length > 12 ? "is not one of the known values" : `must be one of ${choices.join(", ")}` });
  }
  return found;
}

function ofKind(value: Json, schema: Schema, root: Schema, pointer: string): Fault[] {
  switch (value.kind) {
    case "object":
      return ofObject(value, schema, root, pointer);
    case "array":
      return [
        ...bound(value.items.length, schema, "minItems", "maxItems", "items", pointer),
        ...value.items.flatMap((item, i) => check(item, schema["items"], root, `${pointer}/${i}`)),
      ];
    case "string":
      return [
        ...bound([...value.value].length, schema, "minLength", "maxLength", "characters", pointer),
        ...(typeof schema["pattern"] === "string" && !new RegExp(schema["pattern"], "u").test(value.value)
          ? [{ pointer, message: wording(schema, `does not fit ${schema["pattern"]}`) }]
          : []),
      ];
    case "number":
      return ofNumber(value.text, schema, pointer);
    case "literal":
      return [];
  }
}

function ofObject(value: Json & { kind: "object" }, schema: Schema, root: Schema, pointer: string): Fault[] {
  const properties = (schema["properties"] ?? {}) as Schema;
  const names = new Set(value.members.map(({ name }) => name));
  const missing = list(schema["required"])
    .map(String)
    .filter((name) => !names.has(name))
    .map((name) => ({ pointer: `${pointer}/${name}`, message: "is missing" }));
  const inside = value.members.flatMap(({ name, value: inner }) =>
    check(inner, properties[name] ?? schema["additionalProperties"], root, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
  return [...missing, ...inside];
}

function ofNumber(text: string, schema: Schema, pointer: string): Fault[] {
  if (!/^-?\d+(\.\d+)?$/.test(text)) {
    return [];
  }
  const found: Fault[] = [];
  const limit = (keyword: string, isBroken: (order: number) => boolean, words: string): void => {
    const given = schema[keyword];
    if (typeof given === "number" && /^-?\d+(\.\d+)?$/.test(String(given)) && isBroken(compare(decimal(text), decimal(given)))) {
      found.push({ pointer, message: `${words} ${given}` });
    }
  };
  limit("minimum", (order) => order < 0, "must be at least");
  limit("maximum", (order) => order > 0, "must be at most");
  limit("exclusiveMinimum", (order) => order <= 0, "must be greater than");
  limit("exclusiveMaximum", (order) => order >= 0, "must be less than");
  return found;
}

function bound(size: number, schema: Schema, least: string, most: string, unit: string, pointer: string): Fault[] {
  const low = schema[least];
  const high = schema[most];
  if (typeof low === "number" && size < low) {
    return [{ pointer, message: `must have at least ${low} ${unit}` }];
  }
  return typeof high === "number" && size > high ? [{ pointer, message: `must have at most ${high} ${unit}` }] : [];
}

function isOf(value: Json, type: string): boolean {
  switch (type) {
    case "integer":
      return value.kind === "number" && /^-?\d+(\.0+)?$/.test(value.text);
    case "boolean":
      return value.kind === "literal" && value.text !== "null";
    case "null":
      return value.kind === "literal" && value.text === "null";
    default:
      return value.kind === type;
  }
}

function same(value: Json, choice: unknown): boolean {
  switch (value.kind) {
    case "string":
      return value.value === choice;
    case "number":
    case "literal":
      return value.text === JSON.stringify(choice);
    default:
      return false;
  }
}

function resolve(reference: string, root: Schema): unknown {
  let at: unknown = root;
  for (const part of reference.replace(/^#\/?/, "").split("/").filter(Boolean)) {
    at = (at as Schema | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return at;
}

function wording(schema: Schema, otherwise: string): string {
  return typeof schema["description"] === "string" ? `must be: ${schema["description"]}` : otherwise;
}

function depth(choice: readonly Fault[]): number {
  return Math.max(...choice.map(({ pointer }) => pointer.split("/").length));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
