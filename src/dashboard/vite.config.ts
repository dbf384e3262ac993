/** How the dashboard is built: hashed files, each also compressed, and a page that takes a nonce with every response. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressAssets } from "./compress-assets.ts";
import { noncePlaceholder } from "./nonce-placeholder.ts";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  html: { cspNonce: noncePlaceholder },
  plugins: [react(), compressAssets()],
  build: {
    outDir: "../../dist/dashboard",
    emptyOutDir: true,
    // Nothing as a data: address, which the content security policy would refuse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    // These know light-dark(), which the styles use.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
  },
});
