// Starts the app whose page loads it, and says so calmly where that cannot be done.
// Knows nothing of the app: the page names the program and the service worker in its meta tags.

const setting = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

// A browser that may not store anything is another matter: the app itself says what to do then.
function checkBrowser() {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
}

async function start() {
  checkBrowser();
  const program = await import(setting("program"));
  await program.default({ module_or_path: setting("program-wasm") });
}

function sayThatItCannotStart(error) {
  console.error("Stegvis could not start:", error);
  document.getElementById("app").hidden = true;
  document.getElementById("cannot-start").hidden = false;
}

// Without a service worker the app works as long as there is a network.
async function keepForOfflineUse() {
  try {
    await navigator.serviceWorker?.register(setting("service-worker"), { updateViaCache: "none" });
  } catch (error) {
    console.warn("Stegvis is not kept for use without a network:", error);
  }
}

function afterLoad(then) {
  if (document.readyState === "complete") then();
  else window.addEventListener("load", then, { once: true });
}

start().catch(sayThatItCannotStart);
afterLoad(keepForOfflineUse);
