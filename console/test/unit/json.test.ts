import assert from "node:assert/strict";
import { test } from "node:test";
import { lines, member, parseJson, textOf } from "../../src/model/json.ts";
import { faults } from "../../src/model/schema.ts";

test("numbers stay the text that was published", () => {
  assert.equal(textOf(member(parseJson('{"n": 12.50}'), "n")), "12.50");
  assert.equal(textOf(member(parseJson('{"n": 123456789012345678901234567890.10}'), "n")), "123456789012345678901234567890.10");
});

test("what is no JSON is refused with its place", () => {
  for (const text of ["", "{", '{"a":1,}', "[1 2]", "01", "{'a':1}", '"\u0001"', "1 2", '{"a"}', "nul"]) {
    assert.throws(() => parseJson(text), /line 1, column/, text);
  }
  assert.throws(() => parseJson("{\n  x}"), /line 2, column 3/);
  assert.throws(() => parseJson("[".repeat(600)), /too deep/);
});

test("whatever JSON.stringify writes is read, and printed with pointers to its parts", () => {
  const value = { a: [1, "x\"\\\u0007", null, true, {}], "b/c~": { d: [] } };
  const printed = lines(parseJson(JSON.stringify(value)));
  assert.deepEqual(JSON.parse(printed.map(({ text }) => text).join("\n")), value);
  assert.equal(printed.find(({ text }) => text.startsWith('"d"'))?.pointer, "/b~1c~0/d");
});

test("JSON is held to a schema, with a pointer for each fault", () => {
  const schema = {
    type: "object",
    required: ["id", "lines"],
    properties: {
      id: { $ref: "#/$defs/id" },
      lines: { type: "array", minItems: 1, items: { type: "object", required: ["quantity"], properties: { quantity: { anyOf: [{ type: "string", pattern: "^[0-9]+$" }, { type: "number", exclusiveMinimum: 0 }] } } } },
      reason: { type: ["string", "null"] },
      kind: { enum: ["a", "b"] },
    },
    $defs: { id: { type: "string", pattern: "^[A-Z]+$", maxLength: 3 } },
  };
  const found = (text: string): string[] => faults(parseJson(text), schema).map(({ pointer }) => pointer);
  assert.deepEqual(found('{"id":"AB","lines":[{"quantity":"2"},{"quantity":3}],"reason":null,"kind":"a"}'), []);
  assert.deepEqual(found('{"id":"abcd"}'), ["/lines", "/id", "/id"]);
  assert.deepEqual(found('{"id":"A","lines":[{"quantity":0},{}],"kind":"c"}'), ["/lines/0/quantity", "/lines/1/quantity", "/kind"]);
  assert.deepEqual(found('{"id":"A","lines":[],"reason":7}'), ["/lines", "/reason"]);
});
