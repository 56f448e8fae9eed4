// An SMTP server that takes a letter only when the test lets it: so that what a page shows under way is no matter of luck.

import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";

export class Relay {
  /** Addresses it refuses for good. */
  readonly refused = new Set<string>();
  private allowed = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on("connection", (socket) => this.converse(socket));
  }

  static async open(): Promise<Relay> {
    const relay = new Relay(createServer());
    relay.server.listen(0, "127.0.0.1");
    await once(relay.server, "listening");
    return relay;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes this many letters more; `Infinity` for all. */
  letGo(letters: number): void {
    this.allowed += letters;
    while (this.allowed > 0 && this.waiting.length > 0) {
      this.allowed -= 1;
      this.waiting.shift()?.();
    }
  }

  hold(): void {
    this.allowed = 0;
  }

  async close(): Promise<void> {
    this.letGo(Infinity);
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, "close");
  }

  private async turn(): Promise<void> {
    if (this.allowed > 0) {
      this.allowed -= 1;
      return;
    }
    await new Promise<void>((go) => this.waiting.push(go));
  }

  private converse(socket: Socket): void {
    this.sockets.add(socket);
    socket.on("close", () => this.sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    let text = "";
    let isLetter = false;
    let inOrder = Promise.resolve();
    const say = (line: string) => (inOrder = inOrder.then(() => void socket.write(`${line}\r\n`)));
    say("220 relay.test");
    socket.setEncoding("utf8").on("data", (piece: string) => {
      text += piece;
      for (;;) {
        const end = isLetter ? text.indexOf("\r\n.\r\n") : text.indexOf("\r\n");
        if (end < 0) return;
        const line = text.slice(0, end);
        text = text.slice(end + (isLetter ? 5 : 2));
        if (isLetter) {
          isLetter = false;
          inOrder = inOrder.then(() => this.turn());
          say("250 2.0.0 taken");
        } else {
          isLetter = this.answer(line, say);
        }
      }
    });
  }

  /** Whether a letter follows. */
  private answer(line: string, say: (line: string) => void): boolean {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? "";
    if (verb === "RCPT" && this.refused.has(address)) say("550 5.1.1 nobody of that name");
    else if (verb === "DATA") say("354 go on");
    else if (verb === "QUIT") say("221 2.0.0 bye");
    else say("250 2.0.0 well");
    return verb === "DATA";
  }
}
