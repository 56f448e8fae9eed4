// Letters that the outbox keeps, and the links in them.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type House } from "./house";

/** The path of the unsubscribe link in a letter to this address. */
export async function preferencesOf(house: House, address: string): Promise<string> {
  const letter = await letterTo(house, address, "List-Unsubscribe:");
  const link = /<(https?:\/\/[^>]+)>/.exec(letter.slice(letter.indexOf("List-Unsubscribe:")))?.[1] ?? "";
  return new URL(link.replace(/\s/g, "")).pathname;
}

/** The path of the link in a letter that asks whether it was them. */
export async function confirmationOf(house: House, address: string): Promise<string> {
  const letter = (await letterTo(house, address, "/confirm/", "Auto-Submitted")).replace(/=\r?\n/g, "");
  const token = /\/confirm\/([\w-]+)/.exec(letter)?.[1] ?? "";
  return `/confirm/${token}`;
}

/** The path of the button in a reminder of a consent. */
export async function keepOf(house: House, address: string): Promise<string> {
  const letter = (await letterTo(house, address, "/k/")).replace(/=\r?\n/g, "");
  return /\/k\/[\w-]+/.exec(letter)?.[0] ?? "";
}

async function letterTo(house: House, address: string, ...signs: string[]): Promise<string> {
  const folder = join(house.data, "outbox");
  let found = "";
  await expect(async () => {
    for (const file of await readdir(folder)) {
      if (!file.endsWith(".eml")) continue;
      const letter = decoded(await readFile(join(folder, file), "latin1"));
      if (letter.includes(address) && signs.some((sign) => letter.includes(sign))) found = letter;
    }
    expect(found).not.toBe("");
  }).toPass();
  return found;
}

/** Parts in base64 as they read, after the letter itself. */
function decoded(letter: string): string {
  const parts = letter.split(/Content-Transfer-Encoding: base64/i).slice(1);
  const texts = parts.map((part) => Buffer.from(part.split("\r\n\r\n")[1]?.split("\r\n--")[0] ?? "", "base64").toString("utf8"));
  return [letter, ...texts].join("\n");
}
