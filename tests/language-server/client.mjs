// The least of a client of the language server protocol, over standard input and output.

import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const SETTINGS = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };

export class Client {
  #process;
  #unread = Buffer.alloc(0);
  #asked = new Map();
  #diagnosed = new Map();
  #last = 0;

  constructor(program) {
    this.#process = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout.on("data", (piece) => {
      this.#unread = Buffer.concat([this.#unread, piece]);
      this.#read();
    });
  }

  #read() {
    for (;;) {
      const end = this.#unread.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#unread.subarray(0, end).toString())[1]);
      const start = end + 4;
      if (this.#unread.length < start + length) return;
      const message = JSON.parse(this.#unread.subarray(start, start + length).toString());
      this.#unread = this.#unread.subarray(start + length);
      this.#take(message);
    }
  }

  #take({ id, method, params, result, error }) {
    if (method === "textDocument/publishDiagnostics") {
      this.#diagnosed.get(params.uri)?.(params.diagnostics);
    } else if (method && id !== undefined) {
      const answer = method === "workspace/configuration" ? params.items.map(({ section }) => (section === "yaml" ? SETTINGS : {})) : null;
      this.#send({ id, result: answer });
    } else if (id !== undefined) {
      const { resolve, reject } = this.#asked.get(id);
      error ? reject(new Error(error.message)) : resolve(result);
    }
  }

  #send(message) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    this.#process.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.#process.stdin.write(body);
  }

  #ask(method, params) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  async start(folder) {
    const completionItem = { documentationFormat: ["markdown"], snippetSupport: true };
    await this.#ask("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: { workspace: { configuration: true }, textDocument: { completion: { completionItem } } },
    });
    this.#send({ method: "initialized", params: {} });
    this.#send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml: SETTINGS } } });
  }

  // Opens a file that need not exist; what the server says of it, once it says anything.
  async open(path, text) {
    const uri = pathToFileURL(path).href;
    const diagnostics = new Promise((resolve) => this.#diagnosed.set(uri, resolve));
    this.#send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
    return { uri, diagnostics: await diagnostics };
  }

  async complete(uri, position) {
    const { items } = await this.#ask("textDocument/completion", { textDocument: { uri }, position });
    return items.map(({ label, documentation }) => ({ label, about: documentation?.value ?? documentation ?? "" }));
  }

  async hover(uri, position) {
    const hover = await this.#ask("textDocument/hover", { textDocument: { uri }, position });
    return hover?.contents?.value ?? "";
  }

  stop() {
    this.#process.kill();
  }
}
