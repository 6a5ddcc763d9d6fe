// What the language server makes of the schemas of a home: `node check.mjs HOME`. Prints its answers;
// ends with 1 where it does not say what it should.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import { Client } from "./client.mjs";

const home = process.argv[2];
const manifest = createRequire(import.meta.url).resolve("yaml-language-server/package.json");
const client = new Client(join(dirname(manifest), "bin", "yaml-language-server"));
await client.start(home);

const year = readdirSync(join(home, "incidents")).find((name) => /^\d{4}$/.test(name));
const [record] = readdirSync(join(home, "incidents", year)).filter((name) => name.endsWith(".yaml"));
const HEAD = readFileSync(join(home, "incidents", year, record), "utf8").split("\n")[0];
const BASE = `${HEAD}
schema: 1
id: INC-20251129-001
title: Wallets credited twice
type: payment-or-wallet-incident
severity: SEV-2
status: investigating
plan: 1.0.0
detection:
  detected_at: "2025-11-29T09:58:00+03:00"
`;

let failures = 0;
let opened = 0;

function expect(what, holds) {
  if (!holds) {
    failures += 1;
    console.log(`  MISSING: ${what}`);
  }
}

async function open(text) {
  opened += 1;
  return client.open(join(home, "incidents", year, `unsaved-${opened}.yaml`), text);
}

// Where a `¦` stands in a text, and the text without it.
function cursor(marked) {
  const before = marked.slice(0, marked.indexOf("¦")).split("\n");
  const position = { line: before.length - 1, character: before.at(-1).length };
  return { text: marked.replace("¦", ""), position };
}

async function diagnoses(name, text, wanted) {
  const { diagnostics } = await open(text);
  console.log(`diagnostics of ${name}:`);
  const told = diagnostics.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);
  told.forEach((line) => console.log(`  ${line}`));
  if (wanted.length === 0) expect("no diagnostics", told.length === 0);
  wanted.forEach((start) => expect(start, told.some((line) => line.startsWith(start))));
}

async function completes(name, marked, wanted) {
  const { text, position } = cursor(marked);
  const { uri } = await open(text);
  const items = await client.complete(uri, position);
  console.log(`completion ${name}:`);
  items.forEach(({ label, about }) => console.log(`  ${label}: ${about}`));
  wanted.forEach(([label, about]) => expect(`${label}: ${about}`, items.some((item) => item.label === label && item.about === about)));
}

async function hovers(name, marked, wanted) {
  const { text, position } = cursor(marked);
  const { uri } = await open(text);
  const told = await client.hover(uri, position);
  console.log(`hover over ${name}:\n${told.replace(/^Source: .*/m, "").trim().replace(/^/gm, "  ")}`);
  wanted.forEach((words) => expect(words, told.includes(words)));
}

for (const file of ["templates/plan.yaml", "templates/lint.yaml", "readiness.yaml", join("incidents", year, record)]) {
  const path = join(home, file);
  const { diagnostics } = await client.open(path, readFileSync(path, "utf8"));
  diagnostics.forEach(({ range, message }) => console.log(`  ${file}:${range.start.line + 1} ${message}`));
  expect(`no diagnostics of ${file}`, diagnostics.length === 0);
}
await diagnoses("a record that is right", BASE, []);
await diagnoses(
  "a wrong type, a wrong fact, a wrong answer, a time without an offset, and no plan",
  BASE.replace("payment-or-wallet-incident", "payment").replace("plan: 1.0.0\n", "").replace("+03:00", "") +
    "facts:\n  financial-integrety: affected\n  data-exposure: maybe\nchecks:\n  triage:\n    environment-identified: done\n",
  [
    '2:1 Missing property "plan".',
    '5:7 Value is not accepted. Valid values: "application-outage",',
    "9:16 A time has an offset",
    "11:3 Property financial-integrety is not allowed.",
    '12:18 Value is not accepted. Valid values: "none",',
    "15:5 Derived from the record",
  ],
);
await completes("after `type: `", BASE.replace("payment-or-wallet-incident", "¦"), [
  ["payment-or-wallet-incident", "Payment or wallet incident"],
  ["redis-failure", "Redis failure"],
]);
await completes("under `facts:`", `${BASE}facts:\n  ¦\n`, [
  ["financial-integrity", "May payments, wallets, refunds or settlements be wrong?"],
]);
await completes("of an answer", `${BASE}facts:\n  financial-integrity: ¦\n`, [
  ["affected", "Yes; at least SEV-2; requires an escalation"],
]);
await completes("under `roles:`", `${BASE}roles:\n  ¦\n`, [
  ["support-owner", "Support Owner. Handles user/support communication."],
]);
await hovers("a type", BASE.replace("payment-or", "pay¦ment-or"), ["A type of the plan.", "* `redis-failure`: Redis failure"]);
await hovers("a fact", `${BASE}facts:\n  financial-int¦egrity: affected\n`, [
  "#### financial integrity",
  "May payments, wallets, refunds or settlements be wrong?",
  "* `affected`: Yes; at least SEV-2; requires an escalation",
]);
await hovers("a check", `${BASE}checks:\n  triage:\n    financial-im¦pact-estimated: done\n`, ["Financial impact estimated."]);

client.stop();
console.log(failures === 0 ? "the language server says what it should" : `${failures} answers are missing`);
process.exitCode = failures === 0 ? 0 : 1;
