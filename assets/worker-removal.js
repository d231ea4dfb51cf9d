// Stands in the place of a service worker that has to go: removes the files that it kept for its app, and itself.
// Answers no request, takes over no page, touches nothing that people wrote.

"use strict";

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(removeWhatWasKept()));

async function removeWhatWasKept() {
  const isStaff = new URL(self.registration.scope).pathname.startsWith("/staff/");
  const cacheFamily = `stegvis-${isStaff ? "staff" : "participant"}-`;
  for (const name of await caches.keys()) {
    if (name.startsWith(cacheFamily)) await caches.delete(name);
  }
  await self.registration.unregister();
}
