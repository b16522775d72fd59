import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

// What a browser has to fetch before the page is whole, fonts included.
const MOST_BYTES = 300 * 1024;
const site = join(import.meta.dirname, "../../../site");
const files = readdirSync(site, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));

test("the whole console is at most 300 KB gzipped", () => {
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  console.log(`console: ${bytes} bytes gzipped in ${files.length} files`);
  assert.ok(files.length > 3 && bytes > 10_000, "the site is built");
  assert.ok(bytes <= MOST_BYTES, `${bytes} bytes`);
});

test("nothing in it is inline or from elsewhere, so that its policy can be strict", () => {
  const page = readFileSync(join(site, "index.html"), "utf8");
  assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)|<style|\bon[a-z]+=|\bstyle=/);
  assert.doesNotMatch(page, /(?:src|href)="(?:https?:)?\/\//);
  for (const file of files.filter((name) => name.endsWith(".css"))) {
    assert.doesNotMatch(readFileSync(file, "utf8"), /@import|url\((?:"|')?(?:https?:|\/\/|data:)/, file);
  }
  for (const file of files.filter((name) => name.endsWith(".js"))) {
    assert.doesNotMatch(readFileSync(file, "utf8"), /\.innerHTML\s*=(?!=)(?![^;]{0,40}__html)|\beval\(|new Function\(|document\.write\(/, file);
  }
});
