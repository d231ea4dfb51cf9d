// Starts the app whose page loads it, and says so calmly where that cannot be done. A newer version is fetched beside
// the running one, and takes over at a start, never later: see service-worker.js. Knows nothing of the app: the page
// names what it needs in its meta tags.

const setting = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

// The one gate for the addresses of scripts that are run beside the page: the own service worker, and the app's own files.
// Markup and code from text are let through by nobody. Browsers that know no such gates go by the server's policy alone.
globalThis.trustedTypes?.createPolicy("default", {
  createScriptURL(address) {
    const { origin, pathname, href } = new URL(address, location.href);
    const isOwn = pathname.startsWith("/files/") || href === new URL(setting("service-worker"), location.href).href;
    if (origin !== location.origin || !isOwn) throw new TypeError(`not a script of this app: ${pathname}`);
    return address;
  },
});

// How long a waiting version may think, and how long it may take to take over, in milliseconds.
const THINKS = 3000;
const TAKES_OVER = 10 * 1000;
// How often a running app asks what version there is, at most.
const BETWEEN_QUESTIONS = 15 * 60 * 1000;
// How long the app may take to show itself in a language before it is kept in all of them, in milliseconds.
const SHOWS_ITSELF = 10 * 1000;
// How long the rest of the program may take on its way to the page before it is kept, in milliseconds.
const COMES_WHOLE = 2 * 60 * 1000;
// Where the languages are noted that are in use on this device: the service worker keeps the texts in these alone.
const LANGUAGE_NOTES = "languages-of-stegvis";

// A browser that may not store anything is another matter: the app itself says what to do then.
function checkBrowser() {
  if (typeof WebAssembly !== "object") throw new Error("WebAssembly is missing");
}

async function start() {
  checkBrowser();
  const program = await import(setting("program"));
  isWhole = program.secondFileIsSettled;
  await program.default({ module_or_path: setting("program-wasm") });
}

// Settled once all of the program has come, where it comes in two files: what is kept before would be downloaded twice by
// browsers that fetch a file for each who asks, and people pay for that.
let isWhole;

// A program that has stopped will not go on, and no screen of its own can say so.
for (const kind of ["error", "unhandledrejection"]) {
  addEventListener(kind, ({ error, reason }) => {
    const stopped = error ?? reason;
    if (stopped?.name === "RuntimeError") sayThatItCannotStart(stopped);
  });
}

function sayThatItCannotStart(error) {
  console.error("Stegvis could not start:", error);
  document.getElementById("app").hidden = true;
  document.getElementById("cannot-start").hidden = false;
}

// Lets a newer version that is complete take over before the program begins, and loads the page once with its files.
// Not where a form is open, nor while another page uses the old version, nor twice for one version.
async function givesWay() {
  try {
    const isForm = location.pathname.includes(setting("form-addresses"));
    if (isForm || !navigator.serviceWorker?.controller) return false;
    const waiting = (await ownRegistration())?.waiting;
    if (!waiting) return false;
    // What the old version still fetches for this page would hold the new one up.
    await new Promise(afterLoad);
    const { version, isReady } = await ask(waiting, "may you take over");
    if (!isReady || sessionStorage.getItem("stegvis.gave-way-to") === version) return false;
    sessionStorage.setItem("stegvis.gave-way-to", version);
    waiting.postMessage("take over");
    await isActivated(waiting);
    location.reload();
    return true;
  } catch (error) {
    console.warn("Stegvis goes on as the version that it was:", error);
    return false;
  }
}

// A page that is loaded while a worker is still taking over may hang.
function isActivated(worker) {
  return new Promise((then) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && then());
    setTimeout(then, TAKES_OVER);
  });
}

function ask(worker, question) {
  return new Promise((then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => then(event.data);
    setTimeout(() => then({}), THINKS);
    worker.postMessage(question, [port2]);
  });
}

// The program says which language it shows by the page's own attribute, and only when it has that language's texts.
const showsItself = new Promise((then) => {
  const observer = new MutationObserver(() => keepLanguage(document.documentElement.lang).then(then));
  observer.observe(document.documentElement, { attributeFilter: ["lang"] });
});

async function keepLanguage(tag) {
  try {
    await (await caches.open(LANGUAGE_NOTES)).put(`/languages/${tag}`, new Response());
    const own = await ownRegistration();
    for (const worker of [own?.installing, own?.waiting, own?.active]) worker?.postMessage({ speak: tag });
  } catch (error) {
    console.warn("Stegvis is not kept in this language for use without a network:", error);
  }
}

// The page's own: the other app's, which may lie above it, is none of its business.
async function ownRegistration() {
  const scope = new URL(".", new URL(setting("service-worker"), location.href)).href;
  const found = await navigator.serviceWorker.getRegistration(scope);
  return found?.scope === scope ? found : undefined;
}

let askedAt = -Infinity;

// Asks what version there is, and has it fetched where that is another; removes the worker where the operator says so.
// Without a service worker the app works as long as there is a network.
async function keepForOfflineUse() {
  if (!navigator.serviceWorker) return;
  askedAt = Date.now();
  const isShown = await atMost(SHOWS_ITSELF, showsItself.then(() => true));
  if (isShown) await atMost(COMES_WHOLE, isWhole);
  try {
    // First, since a question that the network swallows must not hold it up. Where the worker is to be removed, what is
    // registered here removes itself.
    const own = await navigator.serviceWorker.register(setting("service-worker"), { updateViaCache: "none" });
    const published = await askForVersion();
    if (published?.worker === "remove") return await removeWorker();
    if (published && published.version !== setting("app-version")) await own.update();
    else own.active?.postMessage({ tidyUpFor: setting("app-version") });
  } catch (error) {
    console.warn("Stegvis is not kept for use without a network, or not its newest version:", error);
  }
}

function atMost(milliseconds, awaited) {
  return Promise.race([awaited, new Promise((then) => setTimeout(then, milliseconds))]);
}

async function askForVersion() {
  try {
    const answer = await fetch("/version.json", { cache: "no-store", redirect: "error" });
    return answer.ok ? (await answer.json())[setting("app")] : undefined;
  } catch {
    // No network, or something else that answers in the server's place.
    return undefined;
  }
}

// What people wrote stays where it is.
async function removeWorker() {
  await (await ownRegistration())?.unregister();
  for (const name of await caches.keys()) {
    if (name.startsWith(`stegvis-${setting("app")}-`)) await caches.delete(name);
  }
}

function afterLoad(then) {
  if (document.readyState === "complete") then();
  else window.addEventListener("load", then, { once: true });
}

async function begin() {
  if (await givesWay()) return;
  start().catch(sayThatItCannotStart);
  afterLoad(keepForOfflineUse);
}

begin();
document.addEventListener("visibilitychange", () => {
  const isTime = Math.abs(Date.now() - askedAt) > BETWEEN_QUESTIONS;
  if (document.visibilityState === "visible" && isTime) keepForOfflineUse();
});
