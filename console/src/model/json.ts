/** JSON read to the letter: a number stays the text that it was, so that 12.50 is shown as 12.50, and a digest still fits. */
export type Json =
  | { readonly kind: "object"; readonly members: readonly { readonly name: string; readonly value: Json }[] }
  | { readonly kind: "array"; readonly items: readonly Json[] }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "literal"; readonly text: "true" | "false" | "null" };

/** As deep as the system accepts, and more than any event needs. */
const DEEPEST = 512;

/** Throws a SyntaxError that says where, in characters from the beginning. */
export function parseJson(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

/** The member of an object, or of none. */
export function member(json: Json | undefined, name: string): Json | undefined {
  return json?.kind === "object" ? json.members.findLast((entry) => entry.name === name)?.value : undefined;
}

/** What a string or a number says; of anything else nothing. */
export function textOf(json: Json | undefined): string | undefined {
  return json?.kind === "string" ? json.value : json?.kind === "number" ? json.text : undefined;
}

/** One line of a printed value, with the RFC 6901 pointer to what begins in it. */
export interface Line {
  readonly pointer: string;
  readonly indent: number;
  readonly text: string;
}

/** The value over many lines, two steps to the right for each level. */
export function lines(json: Json, pointer = "", indent = 0, before = "", after = ""): Line[] {
  const line = (text: string): Line => ({ pointer, indent, text });
  switch (json.kind) {
    case "object": {
      if (json.members.length === 0) {
        return [line(`${before}{}${after}`)];
      }
      const inner = json.members.flatMap(({ name, value }, i) =>
        lines(value, `${pointer}/${escaped(name)}`, indent + 1, `${JSON.stringify(name)}: `, i < json.members.length - 1 ? "," : ""),
      );
      return [line(`${before}{`), ...inner, line(`}${after}`)];
    }
    case "array": {
      if (json.items.length === 0) {
        return [line(`${before}[]${after}`)];
      }
      const inner = json.items.flatMap((value, i) =>
        lines(value, `${pointer}/${i}`, indent + 1, "", i < json.items.length - 1 ? "," : ""),
      );
      return [line(`${before}[`), ...inner, line(`]${after}`)];
    }
    case "string":
      return [line(before + JSON.stringify(json.value) + after)];
    case "number":
    case "literal":
      return [line(before + json.text + after)];
  }
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

class Reader {
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): Json {
    if (depth > DEEPEST) {
      this.fail("too deep");
    }
    this.space();
    const c = this.text[this.at];
    if (c === "{") {
      return this.object(depth);
    }
    if (c === "[") {
      return this.array(depth);
    }
    if (c === '"') {
      return { kind: "string", value: this.string() };
    }
    const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    number.lastIndex = this.at;
    const digits = number.exec(this.text)?.[0];
    if (digits !== undefined && digits !== "") {
      this.at += digits.length;
      return { kind: "number", text: digits };
    }
    for (const text of ["true", "false", "null"] as const) {
      if (this.text.startsWith(text, this.at)) {
        this.at += text.length;
        return { kind: "literal", text };
      }
    }
    return this.fail("no value");
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) {
      this.fail("more after the end");
    }
  }

  private object(depth: number): Json {
    const members: { name: string; value: Json }[] = [];
    this.take("{");
    while (!this.closes("}")) {
      if (members.length > 0) {
        this.take(",");
      }
      this.space();
      const name = this.string();
      this.space();
      this.take(":");
      members.push({ name, value: this.value(depth + 1) });
    }
    return { kind: "object", members };
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    this.take("[");
    while (!this.closes("]")) {
      if (items.length > 0) {
        this.take(",");
      }
      items.push(this.value(depth + 1));
    }
    return { kind: "array", items };
  }

  private string(): string {
    const literal = /"(?:[^"\\\u0000-\u001f]|\\.)*"/y;
    literal.lastIndex = this.at;
    const found = literal.exec(this.text)?.[0];
    if (found === undefined) {
      return this.fail("no string");
    }
    try {
      const value = JSON.parse(found) as string;
      this.at += found.length;
      return value;
    } catch {
      return this.fail("no string");
    }
  }

  private closes(bracket: string): boolean {
    this.space();
    if (this.text[this.at] !== bracket) {
      return false;
    }
    this.at++;
    return true;
  }

  private take(expected: string): void {
    this.space();
    if (this.text[this.at] !== expected) {
      this.fail(`${expected} expected`);
    }
    this.at++;
  }

  private space(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) {
      this.at++;
    }
  }

  private fail(why: string): never {
    const before = this.text.slice(0, this.at);
    const row = before.split("\n").length;
    throw new SyntaxError(`not JSON: ${why} in line ${row}, column ${this.at - before.lastIndexOf("\n")}`);
  }
}
