// An account at Amazon SES in the test's hand, and the DNS its domains are looked up in.

import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Identity = Record<string, unknown> & { IdentityType: string };
type Destination = Record<string, unknown> & { Name: string };

const TOKENS = ["tokenaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "tokenbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "tokencccccccccccccccccccccccccccc"];

export class Amazon {
  readonly identities = new Map<string, Identity>();
  readonly sets = new Map<string, Destination[]>();
  account = {
    ProductionAccessEnabled: false,
    SendingEnabled: true,
    EnforcementStatus: "HEALTHY",
    SendQuota: { Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 37 },
    SuppressionAttributes: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
  };

  private constructor(
    private readonly server: Server,
    readonly endpoint: string,
  ) {}

  static async open(): Promise<Amazon> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const amazon = new Amazon(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on("request", (request, response) => void amazon.hear(request, response));
    return amazon;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  verify(name: string): void {
    Object.assign(this.identities.get(name) ?? {}, { VerifiedForSendingStatus: true, VerificationStatus: "SUCCESS" });
  }

  private async hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = "";
    for await (const part of request) text += part;
    const path = decodeURIComponent((request.url ?? "").split("?")[0]).replace("/v2/email/", "");
    const answer = this.answer(request.method ?? "", path.split("/"), text ? JSON.parse(text) : {});
    if (answer) response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
    else {
      const head = { "content-type": "application/json", "x-amzn-errortype": "NotFoundException" };
      response.writeHead(404, head).end(JSON.stringify({ message: `${path} does not exist.` }));
    }
  }

  private answer(method: string, [what, name, part]: string[], body: Record<string, never>): object | undefined {
    switch (`${method} ${what}${part ? `/${part}` : ""}`) {
      case "GET account":
        return this.account;
      case "GET suppression":
      case "GET suppression/addresses":
        return { SuppressedDestinationSummaries: [] };
      case "POST list-identities":
        return {
          EmailIdentities: [...this.identities].map(([name, identity]) => ({
            ...identity,
            IdentityName: name,
            SendingEnabled: identity.VerifiedForSendingStatus,
          })),
        };
      case "POST identities":
        this.add(body.EmailIdentity);
        return {};
      case "GET identities":
        return this.identities.get(name);
      case "DELETE identities":
        return this.identities.delete(name) ? {} : undefined;
      case "PUT identities/mail-from":
        Object.assign(this.identities.get(name) ?? {}, {
          MailFromAttributes: {
            MailFromDomain: body.MailFromDomain,
            MailFromDomainStatus: "PENDING",
            BehaviorOnMxFailure: "USE_DEFAULT_VALUE",
          },
        });
        return {};
      case "POST configuration-sets":
        this.sets.set(body.ConfigurationSetName, []);
        return {};
      case "GET configuration-sets":
        return this.sets.has(name) ? { ConfigurationSetName: name } : undefined;
      case "GET configuration-sets/event-destinations":
        return { EventDestinations: this.sets.get(name) ?? [] };
      case "POST configuration-sets/event-destinations":
        this.sets.get(name)?.push({ ...(body.EventDestination as object), Name: body.EventDestinationName });
        return {};
      default:
        return undefined;
    }
  }

  private add(name: string): void {
    const isDomain = !name.includes("@");
    this.identities.set(name, {
      IdentityType: isDomain ? "DOMAIN" : "EMAIL_ADDRESS",
      VerifiedForSendingStatus: false,
      VerificationStatus: "PENDING",
      DkimAttributes: {
        SigningEnabled: isDomain,
        Status: "PENDING",
        Tokens: isDomain ? TOKENS : [],
        SigningHostedZone: "dkim.amazonses.com",
      },
    });
  }
}

const TYPES: Record<string, number> = { CNAME: 5, MX: 15, TXT: 16 };

export class NameServer {
  private readonly zone: { type: number; name: string; value: string }[] = [];

  private constructor(
    private readonly socket: Socket,
    readonly address: string,
  ) {}

  static async open(): Promise<NameServer> {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    const server = new NameServer(socket, `127.0.0.1:${socket.address().port}`);
    socket.on("message", (query, from) => socket.send(server.answer(query), from.port, from.address));
    return server;
  }

  close(): void {
    this.socket.close();
  }

  publish(type: string, name: string, value: string): void {
    this.zone.push({ type: TYPES[type], name, value });
  }

  private answer(query: Buffer): Buffer {
    const labels: string[] = [];
    let at = 12;
    for (; query[at] !== 0; at += query[at] + 1) labels.push(query.toString("latin1", at + 1, at + 1 + query[at]));
    const name = labels.join(".").toLowerCase();
    const type = query.readUInt16BE(at + 1);
    const found = this.zone.filter((record) => record.type === type && record.name === name);
    const alias = this.zone.find((record) => record.type === TYPES.CNAME && record.name === name);
    if (alias && type !== TYPES.CNAME) {
      found.push(alias, ...this.zone.filter((record) => record.type === type && record.name === alias.value));
    }
    const exists = this.zone.some((record) => record.name === name || record.name.endsWith(`.${name}`));
    const head = Buffer.from([query[0], query[1], 0x85, exists ? 0x80 : 0x83, 0, 1, 0, found.length, 0, 0, 0, 0]);
    const records = found.map(({ type, name, value }) => {
      const octets = inOctets(type, value);
      const fixed = Buffer.from([0, type, 0, 1, 0, 0, 0, 1, octets.length >> 8, octets.length & 255]);
      return Buffer.concat([encoded(name), fixed, octets]);
    });
    return Buffer.concat([head, query.subarray(12, at + 5), ...records]);
  }
}

function encoded(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function inOctets(type: number, value: string): Buffer {
  if (type === TYPES.TXT) return Buffer.from([value.length, ...Buffer.from(value)]);
  if (type === TYPES.CNAME) return encoded(value);
  const [preference, host] = value.split(" ");
  return Buffer.concat([Buffer.from([0, Number(preference)]), encoded(host)]);
}
