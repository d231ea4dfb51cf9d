// Keeps one app's files on the device, whole or not at all, so that it starts without a network; of the texts, those in the
// languages that are in use on the device.
// Never keeps answers of the server, never touches what people wrote, never changes a running app: a new version waits
// until every page of the old one is closed, or until the only page asks to be replaced before it has begun.
//
// The build puts `const build = { app, version, page, files, languages }` before this, where `files` has the SHA-256 of each
// address, and `languages` the same of each language's own files.

"use strict";

const cacheFamily = `stegvis-${build.app}-`;
const cacheName = cacheFamily + build.version;
const languageNotes = "languages-of-stegvis";
const neverTouched = ["/api/", "/healthz", "/readyz", "/metrics", "/version.json"];

self.addEventListener("install", (event) => event.waitUntil(keepEveryFile()));

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event) => event.waitUntil(heed(event)));

self.addEventListener("fetch", (event) => {
  const path = keptPathFor(event.request);
  if (path) event.respondWith(answer(path, event.request));
});

// Nothing is kept before everything is there and right: the old version runs on until then.
async function keepEveryFile() {
  const texts = (await languagesInUse()).map((tag) => build.languages[tag]);
  const files = Object.entries(Object.assign({}, build.files, ...texts));
  const responses = await Promise.all(files.map(([path, digest]) => obtain(path, digest)));
  const cache = await caches.open(cacheName);
  try {
    await Promise.all(files.map(([path], at) => cache.put(path, responses[at])));
    if (!(await caches.has(cacheName))) throw new Error("another version took over meanwhile");
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

// What the pages have noted. Where nothing is, every language: better too much than an app that does not start.
async function languagesInUse() {
  const notes = await (await caches.open(languageNotes)).keys();
  const noted = notes.map(({ url }) => new URL(url).pathname.split("/").pop());
  const known = noted.filter((tag) => Object.hasOwn(build.languages, tag));
  return known.length > 0 ? known : Object.keys(build.languages);
}

// Adds the languages to this version that have come into use since it was kept.
async function keepLanguages(tags) {
  const cache = await caches.open(cacheName);
  for (const [path, digest] of tags.flatMap((tag) => Object.entries(build.languages[tag]))) {
    if (!(await cache.match(path, { ignoreVary: true }))) await cache.put(path, await obtain(path, digest));
  }
}

async function hasEveryLanguageInUse() {
  const kept = languagesInUse().then(keepLanguages);
  return kept.then(() => true, () => false);
}

// A page of an older version goes on being given its own files until it is closed.
async function takeOver() {
  const older = await olderVersions();
  if (older.length > 0 && (await otherPages(replacedPage)).length === 0) {
    for (const name of older) await caches.delete(name);
  }
  await self.clients.claim();
}

async function olderVersions() {
  return (await keptVersions()).filter((name) => name !== cacheName);
}

// The page that asked to be replaced. It loads itself again, and needs no file of the older version any more.
let replacedPage;

// What a page that starts asks of the version that waits.
async function heed({ data, source, ports }) {
  if (data === "may you take over") {
    const isReady = (await isAlone(source.id)) && (await hasEveryLanguageInUse());
    ports[0].postMessage({ version: build.version, isReady });
  }
  if (data === "take over") {
    replacedPage = source.id;
    await self.skipWaiting();
  }
  if (Object.hasOwn(build.languages, data.speak)) await keepLanguages([data.speak]);
  if (data.tidyUpFor === build.version && (await isAlone(source.id))) await removeOlderVersions();
}

// A browser may have let this version take over while it still counted a page of the older one: then the older files are
// still here when the first page of this version has started. A version that is on its way is not an older one.
async function removeOlderVersions() {
  if (registration.waiting || registration.installing) return;
  for (const name of await olderVersions()) await caches.delete(name);
}

// A page that has just been left is still counted for a moment.
async function isAlone(id) {
  for (let looks = 0; looks < 5; looks += 1) {
    if ((await otherPages(id)).length === 0) return true;
    await new Promise((then) => setTimeout(then, 200));
  }
  return false;
}

async function otherPages(id) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.filter((page) => page.id !== id && isPageOfThisApp(new URL(page.url).pathname));
}

async function keptVersions() {
  return (await caches.keys()).filter((name) => name.startsWith(cacheFamily));
}

// A file whose name has its hash may come from an older version or from the browser's own cache.
async function obtain(path, digest) {
  const sources = isHashed(path)
    ? [() => fromAnyVersion(path), () => download(path, "default"), () => download(path, "reload")]
    : [() => download(path, "reload")];
  for (const source of sources) {
    const response = await source();
    if (response && (await hasDigest(response, digest))) return response;
  }
  throw new Error(`${path} is not the file that version ${build.version} needs`);
}

function isHashed(path) {
  return path.startsWith("/files/");
}

async function fromAnyVersion(path) {
  for (const name of await keptVersions()) {
    const response = await caches.match(path, { cacheName: name, ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}

async function download(path, cache) {
  const response = await fetch(path, { cache, redirect: "error" });
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return response;
}

async function hasDigest(response, digest) {
  const bytes = await response.clone().arrayBuffer();
  const actual = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return digest === Array.from(actual, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The path of the kept file that answers `request`; nothing for what the network must answer.
function keptPathFor(request) {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return undefined;
  if (neverTouched.some((path) => pathname.startsWith(path))) return undefined;
  if (request.mode === "navigate") return isPageOfThisApp(pathname) ? build.page : undefined;
  return isHashed(pathname) || Object.hasOwn(build.files, pathname) ? pathname : undefined;
}

function isPageOfThisApp(pathname) {
  const isStaff = pathname === "/staff" || pathname.startsWith("/staff/");
  return isStaff === (build.app === "staff");
}

// A hashed name means the same file in every version, so that a page gets those that it was built with. A browser may
// throw kept files away: the network is then asked as if they had never been there.
async function answer(path, request) {
  const kept = await keptFile(path).catch(() => undefined);
  return kept ?? fetch(request);
}

async function keptFile(path) {
  const own = await caches.match(path, { cacheName, ignoreVary: true });
  return own ?? (isHashed(path) ? fromAnyVersion(path) : undefined);
}

// The participant's reminder. What comes says nothing: the words are those that the page has kept for it in the person's
// language, and without them a sign stands in their place. Browsers show something for every push, so this does, too.
if (build.app === "participant") {
  self.addEventListener("push", (event) => event.waitUntil(remind()));
  self.addEventListener("notificationclick", (event) => event.waitUntil(showTheApp(event.notification)));
}

async function remind() {
  const kept = await caches.match("/reminder-words", { cacheName: "reminder" }).catch(() => undefined);
  const { title, lang, dir } = kept ? await kept.json() : { title: "\u23f0" };
  await registration.showNotification(title, { lang, dir, tag: "reminder" });
}

async function showTheApp(notification) {
  notification.close();
  const [page] = await otherPages();
  if (page) await page.focus();
  else await self.clients.openWindow("/");
}
