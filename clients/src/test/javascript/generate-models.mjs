// Makes TypeScript models of the schemas that the API serves, in the folder MODELS, and says what they are called.
import { mkdirSync, writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';

const folder = process.env.MODELS;
mkdirSync(folder, { recursive: true });
for (const type of ['OrderPlaced', 'OrderReturned']) {
  const schema = await (await fetch(`${process.env.API}/schemas/${type}.v1.json`)).json();
  const model = await compile(schema, type, { bannerComment: '', additionalProperties: false, format: false });
  writeFileSync(`${folder}/${type}.ts`, model);
  for (const [, kind, name] of model.matchAll(/^export (interface|type) (\w+)/gm)) {
    console.log(`${kind} ${name}`);
  }
}
