// Serves a folder on loopback from memory, compressed beforehand; prints its address. From the first line that it is sent
// it serves a second folder in the place of the first.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const types = {
  ".html": "text/html;charset=utf-8",
  ".js": "text/javascript;charset=utf-8",
  ".css": "text/css;charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

const read = (folder, path = "/", files = new Map()) => {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (statSync(file).isDirectory()) read(file, `${path}${name}/`, files);
    else files.set(`${path}${name}`, { type: types[extname(name)], bytes: brotliCompressSync(readFileSync(file)) });
  }
  return files;
};
let files = read(process.argv[2]);
const changed = read(process.argv[3]);
process.stdin.once("data", () => { files = changed; console.log("changed"); });

const server = createServer((request, response) => {
  const path = new URL(request.url, "http://peer").pathname;
  const file = files.get(path) ?? files.get("/index.html");
  const kept = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  response.writeHead(200, { "content-type": file.type ?? "application/octet-stream", "content-encoding": "br", "cache-control": kept });
  response.end(file.bytes);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
