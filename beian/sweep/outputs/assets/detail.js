// What opens below a row: built when it is opened, and not before.

// Texts are shared between domains: the marks stand for the names of the one that is shown.
function textAt(place, domain, registrable) {
  const text = pick(details().texts[place]);
  return tidy(text.replaceAll("\u0001", domain ?? "").replaceAll("\u0002", registrable ?? ""));
}

const RANK = { fail: 0, unknown: 1, waits: 2, warn: 3 };
const ranked = (findings) =>
  [...findings].sort((a, b) => !!a.waived - !!b.waived || RANK[a.status] - RANK[b.status]);

function findingCard(finding, evidence, text) {
  const rule = index.rules[finding.rule];
  const key = finding.waived ? "waived" : finding.status;
  const reads = (finding.evidence ?? []).map((place) => evidence[place]).filter((read) => read);
  return el(
    "li", { class: `finding ${TINTS[key]}` },
    el("p", { class: "line" },
      badge(key, key in RANK ? (key === "waits" ? t("waits") : word("status", key)) : t(key)),
      code(finding.rule),
      el("span", { class: "dim" }, t("severity", { name: word("severity", finding.severity) })),
      el("span", { class: "dim" }, t("since", { time: moment(finding.since) }))),
    el("h4", {}, text(finding.message)),
    rule ? el("p", {}, `${t("wanted")}${t("colon")}${pick(rule.title)}`) : null,
    finding.waived ? el("p", { class: "dim" }, tidy(t("waived_by", finding.waived))) : null,
    finding.remedy === undefined ? null
      : el("p", { class: "remedy" }, el("b", {}, `${t("remedy")}${t("colon")}`), text(finding.remedy), " ",
        link(finding.link, t("open_link"))),
    reads.length ? el("details", {}, el("summary", {}, counted("evidence", reads.length)),
      evidenceTable(reads)) : null,
    rule ? el("p", { class: "dim small" }, `${t("source")}${t("colon")}`, link(rule.url, rule.document),
      ` · ${t("as_of", { date: rule.as_of })} · ${t("certainty")}${t("colon")}`,
      t(`certainty.${rule.certainty}`)) : null,
  );
}

const EVIDENCE = ["call", "region", "request_id", "read_at", "certainty", "values"];

const evidenceTable = (reads) =>
  el("div", { class: "scroll" }, el("table", { class: "evidence" },
    el("thead", {}, el("tr", {}, EVIDENCE.map((key) => el("th", { scope: "col" }, t(key))))),
    el("tbody", {}, reads.map((read) => el("tr", {},
      el("td", {}, code(read.call)), el("td", {}, read.region ? code(read.region) : "–"),
      el("td", {}, code(read.request_id)), el("td", {}, second(read.read_at)),
      el("td", {}, t(`certainty.${read.certainty}`)),
      el("td", {}, Object.entries(read.values).map(([key, value]) =>
        el("div", {}, code(`${key} = ${JSON.stringify(value)}`)))))))));

const findingList = (findings, evidence, text) =>
  findings?.length
    ? el("ul", { class: "findings" },
      ranked(findings).map((finding) => findingCard(finding, evidence, text)))
    : el("p", { class: "dim" }, t("no_findings"));

function domainDetail(row, showAccount) {
  const found = details().domains[row.place];
  const text = (place) => textAt(place, row.domain, found.registrable);
  const evidence = details().evidence[row.account];
  const account = index.accounts[row.account];
  const places = found.places ?? [];
  const verdicts = (found.possible ?? []).map((verdict) => word("verdict", verdict));
  return el(
    "div", { class: "inside" },
    el("p", { class: "summary" }, text(found.summary)),
    facts([
      [t("account"), accountName(account)],
      found.registrable === row.domain ? null : [t("registrable"), code(found.registrable)],
      [t("filing"), [t(`required.${found.required}`), word("filing", row.filing),
        found.kind ? word("kind", found.kind) : null].filter((part) => part).join(" · ")],
      [t("places"), places.length ? places.map((place) => [code(place), " "])
        : t(found.declared ? "declared" : "nowhere")],
      verdicts.length > 1 ? [t("possible"), verdicts.join(" / ")] : null,
      found.eligible_from ? [t("eligible_from"), moment(found.eligible_from)] : null,
    ]),
    el("h3", {}, t("findings")),
    findingList(found.findings, evidence, text),
    account.rules ? el("p", { class: "small" }, button(
      t("of_account", { name: titleOf(account) }), () => showAccount(account), { class: "plain" },
    )) : null,
    found.steps ? [el("h3", {}, t("steps")), el("ol", { class: "steps" }, found.steps.map((step) =>
      el("li", {}, text(step.text), " ",
        step.duration === undefined ? null
          : el("span", { class: "dim" }, `(${t("duration")}${t("colon")}${textAt(step.duration)}) `),
        link(step.link, t("open_link")))))] : null,
  );
}

function accountDetail(row, showDomains) {
  const found = details().accounts[row.place];
  return el(
    "div", { class: "inside" },
    el("p", { class: "summary" }, textAt(found.summary)),
    facts([
      [t("account"), accountName(row)],
      [t("checked"), moment(row.checked_at)],
      [t("cost.calls"), number(found.cost.calls)],
      [t("cost.seconds"), number(found.cost.seconds)],
    ]),
    row.domains ? el("p", {}, button(
      `${t("show_domains")} (${number(row.domains)})`, () => showDomains(row),
    )) : null,
    el("h3", {}, t("findings")),
    findingList(found.findings, details().evidence[row.place], (place) => textAt(place)),
    found.unread ? [
      el("h3", {}, t("unread.here")),
      el("ul", { class: "findings" }, found.unread.map((unread) => unreadCard(
        unread, textAt(unread.message), textAt(unread.remedy), unread.regions?.join(", "),
      ))),
    ] : null,
  );
}

const unreadCard = (unread, message, remedy, where) =>
  el("li", { class: "finding violet" },
    el("p", { class: "line" }, badge("unknown", t("unknown")),
      unread.call ? code(unread.call) : null, el("span", { class: "dim" }, code(unread.cause)),
      where ? el("span", { class: "dim" }, short(where, 200)) : null),
    el("p", {}, tidy(message)),
    el("p", { class: "remedy" }, el("b", {}, `${t("remedy")}${t("colon")}`), tidy(remedy)),
    unread.permission ? el("p", { class: "small" }, `${t("permission")}${t("colon")}`, code(unread.permission))
      : null);
