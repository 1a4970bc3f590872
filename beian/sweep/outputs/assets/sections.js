// The parts around the lists: what the sweep says at a glance, what changed, what was not read.

const SECTIONS = ["overview", "changes", "domains", "accounts", "unread", "waivers"];

function hero() {
  const { sweep } = index;
  const tint = index.accounts.length ? ["red", "violet"][index.worst] ?? "green" : "grey";
  const [wrong, unsure, waived] = index.standings;
  const more = [
    wrong && unsure ? counted("more.unsure", unsure) : null,
    waived ? counted("more.waived", waived) : null,
  ].filter((part) => part).join(" · ");
  const kind = t(`trigger.${sweep.trigger.kind}`);
  return [
    el("h1", { class: tint },
      el("span", { "aria-hidden": "true", class: "sign" },
        { red: "✗", violet: "?", green: "✓", grey: "–" }[tint]), pick(index.headline)),
    more ? el("p", {}, more) : null,
    el("p", { class: "dim" },
      t("swept", { time: moment(sweep.finished_at) }), " · ",
      t("triggered", { kind }), sweep.trigger.name ? [" · ", name(sweep.trigger.name, 40)] : null),
  ];
}

const TILES = [
  ["domains", "", (totals) => totals.domains],
  ["non_compliant", "red", (totals) => totals.compliance.non_compliant ?? 0],
  ["not_eligible", "red", (totals) =>
    (totals.verdicts.not_eligible ?? 0) + (totals.verdicts.blocked ?? 0)],
  ["indeterminate", "violet", (totals) => totals.verdicts.indeterminate ?? 0],
  ["at_risk", "amber", (totals) => totals.compliance.at_risk ?? 0],
  ["waived", "grey", (totals) => totals.findings.waived ?? 0],
];

function tile([key, tint, of], before) {
  const { totals } = index.sweep;
  const n = of(totals);
  const by = before ? n - of(before.totals) : null;
  const way = by > 0 ? "up" : by < 0 ? "down" : "same";
  const about = key === "domains" ? counted("tile.accounts", totals.accounts)
    : t(`tile.${key}_about`);
  return el(
    "li", { class: `tile ${n ? tint : ""}` },
    el("span", { class: "name" }, t(`tile.${key}`)),
    el("b", {}, number(n)),
    el("span", { class: "dim" }, about),
    by === null ? null : el("span", { class: "delta" },
      el("span", { "aria-hidden": "true" }, { up: "▲ ", down: "▼ ", same: "= " }[way]),
      t(`delta.${way}`, { n: number(Math.abs(by)) })),
  );
}

function overview(chooseVerdict, chooseCompliance) {
  const { totals, trend: earlier, finished_at: time } = index.sweep;
  const card = (title, ...inside) => el("div", { class: "card" }, el("h3", {}, t(title)), inside);
  return [
    heading("overview", t("overview")),
    el("ul", { class: "tiles" }, TILES.map((one) => tile(one, earlier.at(-1)))),
    el("div", { class: "cards" },
      card("chart.verdicts", bars("verdict", VERDICTS, totals.verdicts, chooseVerdict)),
      card("chart.compliance", el("div", { class: "side" }, ring(totals.compliance),
        bars("compliance", COMPLIANCE, totals.compliance, chooseCompliance))),
      card("chart.trend", trend([...earlier, { time, totals }]))),
  ];
}

const CHANGES = ["new", "became_unknown", "resolved", "gone"];
const FIRST_CHANGES = 30;

// `showing` says how many of each kind are shown; `go` opens a subject.
function changes(showing, go, again) {
  const { counts, items, left } = index.changes;
  const { previous } = index.sweep;
  if (previous === null) return [heading("changes", t("changes")), el("p", {}, t("changes.first"))];
  const chips = [...CHANGES, "still"].map((kind) => el("li", {},
    badge(kind, t(`change.${kind}`)), " ", el("b", {}, number(counts[kind] ?? 0))));
  return [
    heading("changes", t("changes")),
    el("p", { class: "dim" }, t("changes.since", { sweep: short(previous) })),
    el("ul", { class: "chips" }, chips),
    items.length ? null : el("p", {}, t("changes.none")),
    el("div", { class: "cards wide" }, CHANGES.map((kind) =>
      changesOf(kind, items.filter((item) => item.kind === kind), showing, go, again))),
    left ? el("p", {}, t("changes.left", { n: number(left) })) : null,
  ];
}

function changesOf(kind, items, showing, go, again) {
  if (!items.length) return null;
  const most = showing[kind] ?? FIRST_CHANGES;
  const byAccount = new Map();
  items.slice(0, most).forEach((item, place) => {
    if (!byAccount.has(item.account)) byAccount.set(item.account, []);
    byAccount.get(item.account).push([item, place]);
  });
  return el(
    "div", { class: `card edge ${TINTS[kind]}` },
    el("h3", {}, badge(kind, t(`change.${kind}`)), ` ${number(items.length)}`),
    el("p", { class: "dim small" }, t(`change.${kind}_about`)),
    [...byAccount].map(([uin, its]) => [
      el("h4", {}, accountName({ uin, name: its[0][0].account_name })),
      el("ul", { class: "changed" }, its.map(([item, place]) => changeLine(item, place, go))),
    ]),
    items.length > most ? button(
      t("changes.more", { n: number(items.length - most) }),
      () => { showing[kind] = Infinity; again(kind, most); },
    ) : null,
  );
}

function changeLine(item, place, go) {
  const open = go(item);
  const said = item.domain ? name(item.domain) : t("account_itself");
  const status = (value) => (value ? word("status", value) : t("absent"));
  return el(
    "li", { tabindex: "-1", "data-change": `${item.kind}-${place}` },
    open ? button(said, open, { class: "plain" }) : el("b", {}, said), " ",
    el("span", { class: "dim" }, t("severity", { name: word("severity", item.severity) }),
      " · ", t("since", { time: moment(item.since) })),
    item.rules ? el("ul", {}, item.rules.map((rule) => el("li", {}, code(rule.rule), " ",
      status(rule.was), el("span", { "aria-hidden": "true" }, " → "),
      el("span", { class: "unseen" }, ` ${t("to")} `), status(rule.now)))) : null,
  );
}

function unread() {
  const cards = index.unread.map((one) => unreadCard(
    one, pick(one.message), pick(one.remedy),
    t("unread.accounts", { n: number(one.accounts), examples: one.examples.join(", ") }),
  ));
  return [
    heading("unread", t("unread")),
    cards.length ? el("ul", { class: "findings grid" }, cards)
      : el("p", { class: "dim" }, t("unread.none")),
  ];
}

function waivers() {
  const order = ["expired", "unused", "active"];
  const all = [...index.sweep.waivers]
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const columns = ["state", "covers", "reason", "owner", "expires", "uses"];
  return [
    heading("waivers", t("waivers")),
    all.length ? el("div", { class: "scroll" }, el("table", { class: "waivers" },
      el("caption", { class: "unseen" }, t("waivers")),
      el("thead", {}, el("tr", {}, columns.map((key) => el("th", { scope: "col" }, t(key))))),
      el("tbody", {}, all.map((waiver) => el("tr", {},
        el("td", {}, badge(waiver.state, t(`waiver.${waiver.state}`))),
        el("th", { scope: "row" }, [waiver.account, waiver.domain, waiver.rule].map((part) =>
          [code(part), " "]), el("div", { class: "dim small" }, name(waiver.id))),
        el("td", {}, name(waiver.reason, 400)), el("td", {}, name(waiver.owner)),
        el("td", {}, waiver.expires), el("td", {}, number(waiver.uses)))))))
      : el("p", { class: "dim" }, t("waivers.none")),
  ];
}

function foot() {
  const { id, cost, rulebook, planned_at: from, finished_at: to } = index.sweep;
  const took = (new Date(to) - new Date(from)) / 60000;
  return facts([
    [t("sweep_id"), code(id)],
    [t("cost.calls"), number(cost.calls)],
    [t("cost.seconds"), number(cost.seconds)],
    [t("cost.took"), number(Math.round(took * 10) / 10)],
    [t("source"), t("rulebook", rulebook)],
  ]);
}
