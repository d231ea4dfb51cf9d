// A PouchDB client: for each line that it is sent, replicates a database into a new one in memory, and prints how long
// that took and what is there then.
require("readline").createInterface({ input: process.stdin }).on("line", replicate);
const PouchDB = require("pouchdb");
PouchDB.plugin(require("pouchdb-adapter-memory"));
let number = 0;

async function replicate(address) {
  const local = new PouchDB(`first-fetch-${(number += 1)}`, { adapter: "memory" });
  const start = process.hrtime.bigint();
  const done = await PouchDB.replicate(address, local);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const all = await local.allDocs({ include_docs: true });
  const documents = all.rows.map(({ doc: { _id, _rev, ...rest } }) => rest);
  await local.destroy();
  process.stdout.write(JSON.stringify({ ok: done.ok, seconds, documents }) + "\n");
}
