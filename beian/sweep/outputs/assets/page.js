// Puts the parts together; filters; the language; printing.

const at = (id) => document.getElementById(id);
index.domains.forEach((row, place) => { row.place = place; });
index.accounts.forEach((row, place) => { row.place = place; });

const places = new Map(index.accounts.map((account) => [account.uin, account]));
const showing = {};
const wanted = { text: "", verdict: "", compliance: "", account: "", rule: "", show: "" };
const MOST_CHOICES = 1000;

const COUNTS = ["fail", "unknown", "waits", "warn", "waived"];
const counts = (row) => {
  const badges = COUNTS.filter((key) => row[key]).map((key) =>
    el("span", { class: `badge ${TINTS[key]}`, title: t(key) },
      el("span", { "aria-hidden": "true" }, SIGNS[key]), number(row[key]),
      el("span", { class: "unseen" }, ` ${t(key)}`)));
  return badges.length ? badges.flatMap((one) => [one, " "]) : "–";
};
const changed = (row) =>
  (row.changes ?? []).flatMap((kind) => [badge(kind, t(`change.${kind}`)), " "]);
const complies = (row) => badge(row.compliance, word("compliance", row.compliance));
const order = (list, key) => (row) => list.indexOf(row[key]);

const domains = new List({
  id: "list-domains",
  label: "domains",
  titled: (row) => name(row.domain),
  detail: (row) => domainDetail(row, showAccount),
  columns: [
    {
      key: "domain", label: "domain", sort: (row) => row.domain,
      cell: (row) => el("span", { class: "under dim" }, name(titleOf(index.accounts[row.account]))),
    },
    {
      key: "verdict", label: "verdict", sort: order(VERDICTS, "verdict"),
      cell: (row) => [
        badge(row.verdict, word("verdict", row.verdict)),
        // Where there is no room for its own column.
        el("div", { class: "narrow" }, complies(row)),
      ],
    },
    {
      key: "compliance", label: "compliance", wide: true, sort: order(COMPLIANCE, "compliance"),
      cell: (row) => complies(row),
    },
    {
      key: "filing", label: "filing", wide: true, sort: (row) => row.filing,
      cell: (row) => word("filing", row.filing),
    },
    { key: "findings", label: "findings", wide: true, cell: counts },
    { key: "change", label: "change", wide: true, sort: (row) => row.changes?.[0] ?? "~", cell: changed },
  ],
});

const accounts = new List({
  id: "list-accounts",
  label: "accounts",
  titled: (row) => name(titleOf(row)),
  detail: (row) => accountDetail(row, showDomainsOf),
  columns: [
    {
      key: "account", label: "account", sort: (row) => row.name || row.uin,
      cell: (row) => (row.name ? el("span", { class: "under dim" }, name(row.uin)) : ""),
    },
    {
      key: "verdict", label: "one_more", sort: order(VERDICTS, "verdict"),
      cell: (row) => word("verdict", row.verdict),
    },
    {
      key: "domains", label: "domains", sort: (row) => -(row.wrong ?? 0),
      cell: (row) => t("problems_of", { wrong: number(row.wrong ?? 0), all: number(row.domains) }),
    },
    {
      key: "websites", label: "websites", wide: true, sort: (row) => row.left ?? -1,
      cell: (row) => t("used_left", { used: row.used ?? "?", left: row.left ?? "?" }),
    },
    {
      key: "pack", label: "pack_expires", wide: true, sort: (row) => row.pack_expires ?? "",
      cell: (row) => day(row.pack_expires) || "–",
    },
    { key: "findings", label: "findings", wide: true, cell: counts },
  ],
});

// What a search looks at; made when it is first needed.
function haystack(row) {
  if (row.hay === undefined) {
    const account = index.accounts[row.account];
    row.hay = [row.domain, account.uin, account.name ?? "", ...(row.rules ?? [])]
      .join("\n").toLowerCase();
  }
  return row.hay;
}

const SHOWS = {
  problems: (row) => row.standing <= 1,
  changed: (row) => row.changes,
  waived: (row) => row.waived,
  unknown: (row) => row.unknown || row.verdict === "indeterminate" || row.compliance === "unknown",
};

function fits(row, words) {
  const { verdict, compliance, account, rule, show } = wanted;
  return (!verdict || row.verdict === verdict)
    && (!compliance || row.compliance === compliance)
    && (!account || index.accounts[row.account].uin === account)
    && (!rule || row.rules?.includes(rule) || index.accounts[row.account].rules?.includes(rule))
    && (!show || SHOWS[show](row))
    && words.every((one) => haystack(row).includes(one));
}

function filter() {
  const words = wanted.text.toLowerCase().split(/\s+/).filter((one) => one);
  const rows = index.domains.filter((row) => fits(row, words));
  domains.show(rows);
  const all = number(index.sweep.totals.domains);
  at("count").textContent = t("count", { shown: number(rows.length), all });
  at("nothing").hidden = rows.length > 0;
}

function want(changes) {
  Object.assign(wanted, changes);
  for (const [key, value] of Object.entries(wanted)) {
    const control = at(`want-${key}`);
    if (control) control.value = value;
  }
  filter();
}

const nothing = { text: "", verdict: "", compliance: "", account: "", rule: "", show: "" };

function choose(changes) {
  want({ ...nothing, ...changes });
  at("domains").scrollIntoView();
  at("h-domains").focus({ preventScroll: true });
}

function showAccount(account) {
  accounts.reveal(account);
}

function showDomainsOf(account) {
  choose({ account: account.uin });
}

// What opens the subject of a change, where the page holds it.
function opener({ account: uin, domain }) {
  const account = places.get(uin);
  if (!account) return null;
  if (!domain) return () => showAccount(account);
  const row = rowOf.get(`${account.place}/${domain}`);
  return row ? () => { want(nothing); domains.reveal(row); } : null;
}
const rowOf = new Map(index.domains.map((row) => [`${row.account}/${row.domain}`, row]));

function field(key, control, label = key) {
  control.id = `want-${key}`;
  control.value = wanted[key];
  control.addEventListener(control.tagName === "SELECT" ? "change" : "input", () => {
    wanted[key] = control.value;
    filter();
  });
  return el("div", { class: `field ${key}` }, el("label", { for: control.id }, t(label)), control);
}

const select = (pairs) =>
  el("select", {}, el("option", { value: "" }, t("any")),
    pairs.map(([value, text]) => el("option", { value }, text)));

function filters() {
  const rules = new Set([...index.accounts, ...index.domains].flatMap((row) => row.rules ?? []));
  const byName = index.accounts.filter((account) => account.domains)
    .map((account) => [account.uin, titleOf(account)]);
  return el(
    "form", { role: "search", class: "filters", "aria-label": t("filter"),
      on: { submit: (event) => event.preventDefault() } },
    field("text", el("input", { type: "search", placeholder: t("search_hint"),
      autocomplete: "off", spellcheck: "false" }), "search"),
    field("verdict", select(VERDICTS.map((key) => [key, word("verdict", key)]))),
    field("compliance", select(COMPLIANCE.map((key) => [key, word("compliance", key)]))),
    field("show", select(Object.keys(SHOWS).map((key) => [key, t(`show.${key}`)]))),
    byName.length <= MOST_CHOICES ? field("account", select(byName)) : null,
    field("rule", select([...rules].sort().map((rule) => [rule, rule]))),
    button(t("clear"), () => want(nothing), { class: "clear" }),
  );
}

function left(key, kept) {
  const n = index.left[key];
  return n ? el("p", { class: "note" },
    t(`left_${key}`, { kept: number(kept), left: number(n) })) : null;
}

function render() {
  document.documentElement.lang = lang;
  document.title = `${t("title")} · ${index.sweep.id}`;
  document.querySelectorAll("[data-t]").forEach((node) => { node.textContent = t(node.dataset.t); });
  document.querySelectorAll("[data-label]").forEach((node) =>
    node.setAttribute("aria-label", t(node.dataset.label)));
  document.querySelectorAll("[data-lang]").forEach((node) =>
    node.setAttribute("aria-pressed", String(node.dataset.lang === lang)));
  at("toc").replaceChildren(...SECTIONS.map((id) => el("a", { href: `#${id}` }, t(id))));
  at("hero").replaceChildren(...hero().filter((part) => part));
  at("overview").replaceChildren(...overview(
    (verdict) => choose({ verdict }), (compliance) => choose({ compliance }),
  ));
  renderChanges();
  const domainsHeading = heading("domains", t("domains"));
  domainsHeading.tabIndex = -1;
  at("domains").replaceChildren(
    domainsHeading, filters(), el("p", { id: "count", role: "status", class: "dim" }),
    ...[left("domains", index.domains.length)].filter((part) => part), domains.build(),
    el("p", { id: "nothing", hidden: true }, t("nothing")),
  );
  at("accounts").replaceChildren(
    heading("accounts", t("accounts")),
    ...[left("accounts", index.accounts.length)].filter((part) => part), accounts.build(),
  );
  at("unread").replaceChildren(...unread());
  at("waivers").replaceChildren(...waivers());
  at("foot").replaceChildren(foot());
  const page = domains.page;
  filter();
  domains.go(page);
}

const renderChanges = () => at("changes").replaceChildren(
  ...changes(showing, opener, showMore).filter((part) => part),
);

// The button that was pressed is gone: what it brought gets the focus.
function showMore(kind, from) {
  renderChanges();
  at("changes").querySelector(`[data-change="${kind}-${from}"]`).focus();
}

document.querySelectorAll("[data-lang]").forEach((control) =>
  control.addEventListener("click", () => {
    lang = control.dataset.lang;
    render();
  }));

// On paper there are no pages to turn: every row that the filters let through.
const MOST_PRINTED = 2000;
addEventListener("beforeprint", () => {
  if (domains.rows.length <= MOST_PRINTED) domains.draw(true);
  accounts.draw(true);
});
addEventListener("afterprint", () => { domains.draw(); accounts.draw(); });

accounts.show(index.accounts);
render();
performance.mark("beian:shown");
