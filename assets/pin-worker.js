// Starts the page's program beside the page, where it makes a key of a PIN. The page names the program's glue in its first
// message and hands over what the browser has compiled, and gives the job in the second, once it is told that somebody listens.

"use strict";

self.addEventListener(
  "message",
  async ({ data }) => {
    const program = await import(data.program);
    await program.default({ module_or_path: data.wasm });
    self.postMessage("ready");
  },
  { once: true },
);

// A worker's failure reaches the page only if it is thrown outside a promise.
self.addEventListener("unhandledrejection", (event) => {
  setTimeout(() => {
    throw event.reason;
  });
});
