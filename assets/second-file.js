// The build puts this into the glue of a program that is cut in two, in the place of what the program calls `CALLED` for its
// second file: fetches the file where the page says that it is, and lets it use the memory and the functions that are there.

const CALLED = {
  async __wasm_split_load_later(callback, data) {
    let isHere = false;
    try {
      const { content } = document.querySelector('meta[name="file:participant-later.wasm"]');
      const answer = await fetch(content);
      if (!answer.ok) throw new Error(`${content} was answered with ${answer.status}`);
      await WebAssembly.instantiate(await answer.arrayBuffer(), { __wasm_split: wasm });
      isHere = true;
    } catch (error) {
      console.warn("The rest of Stegvis is not here yet:", error);
    }
    wasm.__indirect_function_table.get(callback)(data, isHere);
  },
};
