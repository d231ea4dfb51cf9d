import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";

export default {
  // What tells one edition of the page from the next.
  define: { EDITION: JSON.stringify(process.env.EDITION ?? "1") },
  plugins: [
    react(),
    // Workbox keeps every built file, as a page for offline use does.
    VitePWA({
      injectRegister: null,
      filename: "sw.js",
      manifest: { name: "Peer", short_name: "Peer", start_url: "/", display: "standalone" },
      workbox: { globPatterns: ["**/*.{js,css,html}"], clientsClaim: true, skipWaiting: true, navigateFallback: "/index.html" },
    }),
  ],
};
