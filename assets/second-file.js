// The build puts this into the glue of a program that is cut in two, in the place of what the program calls `CALLED` for its
// second file: fetches the file where the page says that it is, and lets it use the memory and the functions that are there.

async function fetchSecondFile() {
  const { content } = document.querySelector('meta[name="file:participant-later.wasm"]');
  const answer = await fetch(content);
  if (!answer.ok) throw new Error(`${content} was answered with ${answer.status}`);
  if (WebAssembly.compileStreaming) return WebAssembly.compileStreaming(answer);
  return WebAssembly.compile(await answer.arrayBuffer());
}

// Where the app is kept on the device, nobody waits for a network, and the first thing that somebody sees may be in the second
// file: both are made ready at once. On a first visit the first file has the network to itself. A worker needs no second file.
const isKept = globalThis.document && navigator.serviceWorker?.controller;
let secondFile = isKept ? fetchSecondFile() : undefined;
secondFile?.catch(() => undefined);

let settle;
// Resolves once the second file is here, or could not be fetched: see boot.js.
export const secondFileIsSettled = new Promise((then) => (settle = then));

const CALLED = {
  async __wasm_split_load_later(callback, data) {
    let isHere = false;
    try {
      const compiled = secondFile ?? fetchSecondFile();
      secondFile = undefined;
      await WebAssembly.instantiate(await compiled, { __wasm_split: wasm });
      isHere = true;
    } catch (error) {
      console.warn("The rest of Stegvis is not here yet:", error);
    }
    settle();
    wasm.__indirect_function_table.get(callback)(data, isHere);
  },
};
