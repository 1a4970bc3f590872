// Small charts. Each says in words what it draws; none relies on colour alone.

const VERDICTS = [
  "blocked", "not_eligible", "indeterminate", "pending", "eligible", "filed", "not_required",
];
const COMPLIANCE = ["non_compliant", "unknown", "at_risk", "compliant", "not_applicable"];

// Rows of name, bar and number; each is a button that filters the domains.
function bars(kind, order, counts, choose) {
  const most = Math.max(1, ...order.map((key) => counts[key] ?? 0));
  const row = (key) => {
    const n = counts[key] ?? 0;
    const width = n ? Math.max(1.5, (n / most) * 100) : 0;
    const drawn = svg(
      "svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      svg("rect", { class: "track", width: 100, height: 10 }),
      svg("rect", { class: `fill ${TINTS[key]}`, width, height: 10 }),
    );
    const label = t("chart.filter", { name: word(kind, key), n: number(n) });
    return el("li", {}, button(
      [badge(key, word(kind, key)), drawn, el("b", {}, number(n))], () => choose(key),
      { "aria-label": label, title: label, disabled: !n },
    ));
  };
  return el("ul", { class: "bars" }, order.map(row));
}

// How much of what is served is compliant: a ring with the share inside.
function ring(counts) {
  const order = COMPLIANCE.filter((key) => key !== "not_applicable");
  const served = order.reduce((sum, key) => sum + (counts[key] ?? 0), 0);
  const round = 2 * Math.PI * 40;
  let start = 0;
  const arcs = order.map((key) => {
    const length = served ? ((counts[key] ?? 0) / served) * round : 0;
    const arc = svg("circle", {
      class: `arc ${TINTS[key]}`, cx: 50, cy: 50, r: 40,
      "stroke-dasharray": `${Math.max(0, length - 1)} ${round}`, "stroke-dashoffset": -start,
    });
    start += length;
    return length ? arc : null;
  });
  const share = served ? Math.floor(((counts.compliant ?? 0) / served) * 100) : 0;
  const said = served ? `${share}%` : "–";
  const about = t(served ? "chart.of_served" : "chart.none_served");
  return el(
    "div", { class: "ring" },
    svg(
      "svg", { viewBox: "0 0 100 100", role: "img", "aria-label": `${said} ${about}` },
      svg("circle", { class: "track", cx: 50, cy: 50, r: 40 }),
      svg("g", { transform: "rotate(-90 50 50)" }, arcs),
      svg("text", { x: 50, y: 56, "text-anchor": "middle" }, said),
    ),
    el("p", { class: "dim" }, about),
  );
}

const LINES = [
  ["chart.illegal", "red", "", (totals) => totals.compliance.non_compliant ?? 0],
  ["chart.action", "amber", "6 3", (totals) =>
    (totals.verdicts.not_eligible ?? 0) + (totals.verdicts.blocked ?? 0)],
  ["chart.unknown", "violet", "2 3", (totals) => totals.verdicts.indeterminate ?? 0],
];

// The sweeps before and this one, as lines that are named where they end.
function trend(points) {
  if (points.length < 2) return el("p", { class: "dim" }, t("chart.no_trend"));
  const [width, height, right, top, bottom] = [440, 190, 145, 14, 24];
  const most = Math.max(1, ...points.flatMap((p) => LINES.map(([, , , of]) => of(p.totals))));
  const x = (i) => 34 + (i / (points.length - 1)) * (width - right - 34);
  const y = (n) => top + (1 - n / most) * (height - top - bottom);
  const drawn = LINES.map(([key, tint, dash, of]) => {
    const values = points.map((point) => of(point.totals));
    return { key, tint, dash, values, end: y(values.at(-1)) };
  });
  // Names keep 15 units apart, in the order of their lines.
  let free = top;
  [...drawn].sort((a, b) => a.end - b.end).forEach((line, i) => {
    line.label = Math.min(Math.max(line.end, free), height - bottom - (2 - i) * 15);
    free = line.label + 15;
  });
  const grid = [...new Set([0, Math.ceil(most / 2), most])].map((n) => [
    svg("line", { class: "grid", x1: 34, x2: width - right, y1: y(n), y2: y(n) }),
    svg("text", { class: "axis", x: 28, y: y(n) + 4, "text-anchor": "end" }, number(n)),
  ]);
  const lines = drawn.map((line) => svg(
    "g", { class: `line ${line.tint}` },
    svg("polyline", {
      points: line.values.map((n, i) => `${x(i)},${y(n)}`).join(" "), "stroke-dasharray": line.dash,
    }),
    line.values.map((n, i) => svg(
      "circle", { cx: x(i), cy: y(n), r: i === line.values.length - 1 ? 4 : 2.5 },
      svg("title", {}, `${moment(points[i].time)} · ${t(line.key)}: ${number(n)}`),
    )),
    svg(
      "text", { x: width - right + 10, y: line.label + 4 },
      `${number(line.values.at(-1))} ${t(line.key)}`,
    ),
  ));
  const ends = [0, points.length - 1].map((i) => svg(
    "text", { class: "axis", x: x(i), y: height - 6, "text-anchor": i ? "end" : "start" },
    day(points[i].time),
  ));
  return el(
    "div", { class: "trend" },
    svg(
      "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": t("chart.trend") },
      grid, lines, ends,
    ),
    trendTable(points),
  );
}

// The same numbers for those who do not see the lines.
const trendTable = (points) =>
  el("div", { class: "unseen" }, el("table", {}, el("caption", {}, t("chart.trend")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("chart.sweep")),
      LINES.map(([key]) => el("th", { scope: "col" }, t(key))))),
    el("tbody", {}, points.map((point) => el("tr", {},
      el("th", { scope: "row" }, moment(point.time)),
      LINES.map(([, , , of]) => el("td", {}, number(of(point.totals)))))))));
