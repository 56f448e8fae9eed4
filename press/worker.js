// Answers the page's questions one by one; a question that breaks the press is answered too, so that nobody waits.
import start, { Press } from "./press.js";

const press = start({ module_or_path: new URL("./press.wasm", import.meta.url) }).then(() => new Press());

onmessage = async ({ data }) => {
  try {
    postMessage((await press).answer(data));
  } catch (error) {
    postMessage({ number: data.number, broken: String(error) });
  }
};
