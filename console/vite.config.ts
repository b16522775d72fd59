import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

// The types of events in the order of their life cycle, which the tests of the document hold.
const document = new URL("../events/src/main/resources/asyncapi.yaml", import.meta.url);
const types = [...readFileSync(document, "utf8").matchAll(/#\/channels\/orderEvents\/messages\/(\w+)/g)].map(([, type]) => type);

// The page is served below /console/ everywhere: by the local API's port, and by CloudFront.
// `npm run dev` takes the API of a running ./orders up, by its address in ORDERS_API.
const api = process.env["ORDERS_API"] ?? "http://localhost:8080";

export default defineConfig({
  base: "/console/",
  define: { EVENT_TYPES: JSON.stringify(types) },
  build: {
    outDir: "target/site",
    target: "es2022",
    // An inline module or font would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(
      ["/console/config.json", "/orders", "/customers", "/products", "/aggregations", "/rankings", "/rejections",
        "/receipts", "/events", "/log", "/schemas", "/health", "/openapi.json"].map((path) => [path, api]),
    ),
  },
});
