// What everything below builds on: the data, the language, elements, and values as words.

const index = JSON.parse(document.getElementById("index").textContent);
let lang = index.lang;
let parsed = null;

// The larger part of the data waits until the first details are opened.
const details = () => (parsed ??= JSON.parse(document.getElementById("details").textContent));

const pick = ([chinese, english]) => (lang === "en" ? english : chinese);

const t = (key, values = {}) =>
  pick(index.ui[key]).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

// The label for exactly one, where there is one.
const counted = (key, n, values = {}) =>
  t(n === 1 && index.ui[`${key}_1`] ? `${key}_1` : key, { n: number(n), ...values });

// A code's word; a code of another time stands for itself.
const word = (kind, code) => (index.names[kind][code] ? pick(index.names[kind][code]) : code);

const number = (n) => n.toLocaleString(lang);

const format = (options) => (iso) =>
  iso
    ? new Intl.DateTimeFormat(lang === "en" ? "en-CA" : "zh-CN", {
        timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit", ...options,
      }).format(new Date(iso)).replaceAll("/", "-").replace(",", "")
    : "";
const moment = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const second = format({
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
});
const day = format({});

// What others wrote: without what steers the direction or the lines of the text around it.
const STEERS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const tidy = (text) => String(text).replace(STEERS, "\ufffd");
const short = (text, most = 80) => {
  const tidied = tidy(text);
  return tidied.length > most ? `${tidied.slice(0, most - 1)}…` : tidied;
};

// An element; children that are null are left out, strings become text and nothing else.
function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") Object.entries(value).forEach((one) => node.addEventListener(...one));
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}
const el = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

// A name that others chose, kept apart from the direction of the text around it.
const name = (text, most) => el("bdi", {}, short(text, most));
const code = (text) => el("code", {}, name(text, 300));

// Only what the report's maker knows is linked; a scheme that runs something never is.
function link(url, text) {
  if (!/^https?:\/\//.test(url ?? "")) return null;
  return el(
    "a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text,
    el("span", { "aria-hidden": "true" }, " ↗"),
  );
}

const SIGNS = {
  not_required: "✓", filed: "✓", eligible: "✓", not_eligible: "✗", pending: "◔", blocked: "✗",
  indeterminate: "?", compliant: "✓", non_compliant: "✗", at_risk: "!", not_applicable: "–",
  unknown: "?", fail: "✗", waits: "◔", warn: "!", waived: "⊘", new: "✗", resolved: "✓", still: "•",
  became_unknown: "?", gone: "–", active: "✓", unused: "!", expired: "!",
};
const TINTS = {
  not_required: "blue", filed: "green", eligible: "green", not_eligible: "red", pending: "amber",
  blocked: "red", indeterminate: "violet", compliant: "green", non_compliant: "red",
  at_risk: "amber", not_applicable: "grey", unknown: "violet", fail: "red", waits: "amber",
  warn: "amber", waived: "grey", new: "red", resolved: "green", still: "grey",
  became_unknown: "violet", gone: "grey", active: "green", unused: "amber", expired: "amber",
};

// A coloured word that says the same without its colour.
const badge = (key, text) =>
  el(
    "span", { class: `badge ${TINTS[key] ?? "grey"}` },
    el("span", { "aria-hidden": "true", class: "sign" }, SIGNS[key] ?? "•"), text,
  );

const button = (text, onClick, attributes = {}) =>
  el("button", { type: "button", ...attributes, on: { click: onClick } }, text);

const titleOf = (account) => short(account.name || account.uin, 60);
const accountName = (account) =>
  account.name ? [name(account.name, 60), " ", el("span", { class: "dim" }, code(account.uin))]
    : [code(account.uin)];

const heading = (id, text) => el("h2", { id: `h-${id}` }, text);
const facts = (pairs) =>
  el("dl", { class: "facts" }, pairs.filter((pair) => pair).map(([term, value]) =>
    el("div", {}, el("dt", {}, term), el("dd", {}, value))));
