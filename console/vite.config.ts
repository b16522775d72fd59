import { defineConfig } from "vite";

// The page is served below /console/ everywhere: by the local API's port, and by CloudFront.
// `npm run dev` takes the API of a running ./orders up, by its address in ORDERS_API.
const api = process.env["ORDERS_API"] ?? "http://localhost:8080";

export default defineConfig({
  base: "/console/",
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
