// A queue of SES's reports in the test's hand: the part of SQS that the product reads and deletes by.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Entry = { Id: string; ReceiptHandle: string };

export class Queue {
  private readonly waiting = new Map<string, string>();
  private given = 0;
  private readonly polls = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async open(): Promise<Queue> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const queue = new Queue(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => void queue.answer(request, response));
    return queue;
  }

  get url(): string {
    return `${this.endpoint}/123456789012/ses-reports`;
  }

  put(report: object): void {
    this.given += 1;
    this.waiting.set(`receipt-${this.given}`, JSON.stringify(report));
    for (const wake of this.polls) wake();
  }

  /** How many were not deleted. */
  get left(): number {
    return this.waiting.size;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request) body += part;
    const asked = JSON.parse(body);
    const target = request.headers["x-amz-target"];
    if (target === "AmazonSQS.ReceiveMessage") {
      if (this.waiting.size === 0 && asked.WaitTimeSeconds > 0) await this.arrival();
      const messages = [...this.waiting].slice(0, 10).map(([receipt, text]) => ({
        MessageId: receipt,
        ReceiptHandle: receipt,
        Body: text,
        Attributes: { SentTimestamp: String(Date.now()) },
      }));
      return send(response, { Messages: messages });
    }
    const entries: Entry[] = asked.Entries ?? [];
    if (target === "AmazonSQS.DeleteMessageBatch") for (const entry of entries) this.waiting.delete(entry.ReceiptHandle);
    return send(response, { Successful: entries.map((entry) => ({ Id: entry.Id })), Failed: [] });
  }

  /** A message, or a second in vain. */
  private async arrival(): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(overdue);
        this.polls.delete(done);
        resolve();
      };
      const overdue = setTimeout(done, 1000);
      this.polls.add(done);
    });
  }
}

function send(response: ServerResponse, answer: object): void {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(answer));
}
