import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";

export default {
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
