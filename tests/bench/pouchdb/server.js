// A PouchDB server as it comes: express-pouchdb over LevelDB, with no more routes than replication needs. It takes any
// free port and prints it.
const [folder] = process.argv.slice(2);
const PouchDB = require("pouchdb").defaults({ prefix: `${folder}/` });
const routes = require("express-pouchdb")(PouchDB, {
  mode: "minimumForPouchDB",
  inMemoryConfig: true,
  logPath: `${folder}/log.txt`,
});
const listening = require("express")().use("/", routes).listen(0, "127.0.0.1", () => {
  console.log(listening.address().port);
});
