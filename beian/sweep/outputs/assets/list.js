// A long list as a table: a page of rows at a time, sortable, each row opening its details below.

const PAGE_ROWS = 50;

class List {
  // columns: {key, label, cell(row), sort(row)?, wide?}; the first one's cell opens the details.
  constructor({ id, label, columns, detail, titled }) {
    Object.assign(this, { id, label, columns, detail, titled });
    this.rows = [];
    this.page = 0;
    this.sort = null; // {key, down}; null: the worst first, as the report has it
    this.open = new Set(); // places in the data, so that they stay open in another language
  }

  // The frame, in the language of now. Called again after the language has changed.
  build() {
    this.body = el("tbody");
    this.head = el("tr");
    this.buildHead();
    this.pager = el("nav", { class: "pager", "aria-label": t("pages", { name: t(this.label) }) });
    this.where = el("span", { "aria-live": "polite" });
    const to = (key, sign, page) =>
      button(sign, () => this.go(page()), { "aria-label": t(key), title: t(key), "data-go": key });
    this.pager.append(
      to("first", "«", () => 0), to("previous", "‹", () => this.page - 1), this.where,
      to("next", "›", () => this.page + 1), to("last", "»", () => this.pages - 1),
    );
    const caption = el("caption", { class: "unseen" }, t(this.label));
    this.frame = el("div", { class: "list" },
      el("div", { class: "scroll" },
        el("table", { id: this.id }, caption, el("thead", {}, this.head), this.body)), this.pager);
    this.draw();
    return this.frame;
  }

  buildHead() {
    this.head.replaceChildren(...this.columns.map((column) => {
      const sorted = this.sort?.key === column.key;
      const order = sorted ? (this.sort.down ? "descending" : "ascending") : "none";
      const sign = sorted ? (this.sort.down ? " ▼" : " ▲") : "";
      const label = [t(column.label), el("span", { "aria-hidden": "true" }, sign)];
      return el(
        "th", { scope: "col", class: column.wide && "wide", "aria-sort": column.sort && order },
        column.sort ? button(label, () => this.sortBy(column), { "data-sort": column.key }) : label,
      );
    }));
  }

  get pages() {
    return Math.max(1, Math.ceil(this.rows.length / PAGE_ROWS));
  }

  show(rows) {
    this.rows = this.sort ? this.sorted(rows) : rows;
    this.unsorted = rows;
    this.page = 0;
    if (this.body) this.draw();
  }

  sortBy(column) {
    const again = this.sort?.key === column.key;
    this.sort = again && this.sort.down ? null : { key: column.key, down: again };
    this.show(this.unsorted);
    this.buildHead();
    this.head.querySelector(`[data-sort="${column.key}"]`).focus();
  }

  sorted(rows) {
    const of = this.columns.find((column) => column.key === this.sort.key).sort;
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    const keyed = rows.map((row) => [of(row), row]).sort(([a], [b]) => compare(a, b));
    return (this.sort.down ? keyed.reverse() : keyed).map(([, row]) => row);
  }

  go(page) {
    this.page = Math.min(Math.max(page, 0), this.pages - 1);
    this.draw();
  }

  draw(every = false) {
    const first = every ? 0 : this.page * PAGE_ROWS;
    const shown = every ? this.rows : this.rows.slice(first, first + PAGE_ROWS);
    this.body.replaceChildren(...shown.flatMap((row) => this.row(row)));
    this.where.textContent =
      t("page", { page: number(this.page + 1), pages: number(this.pages) });
    const ends = { first: 0, previous: 0, next: this.pages - 1, last: this.pages - 1 };
    for (const control of this.pager.querySelectorAll("button")) {
      // Stays reachable, so that the focus is not lost at the last page.
      control.setAttribute("aria-disabled", String(this.page === ends[control.dataset.go]));
    }
    this.pager.hidden = this.pages === 1;
  }

  row(row) {
    const opened = this.open.has(row.place);
    const id = `${this.id}-${row.place}`;
    const toggle = button(
      [el("span", { "aria-hidden": "true", class: "caret" }, "▸"), this.titled(row)],
      () => this.toggle(row, line, toggle),
      { class: "opens", "aria-expanded": String(opened), "aria-controls": id, id: `${id}-opens` },
    );
    const line = el("tr", { class: `standing-${row.standing}` }, this.columns.map((column, i) =>
      i ? el("td", { class: column.wide && "wide" }, column.cell(row))
        : el("th", { scope: "row" }, toggle, column.cell(row))));
    return opened ? [line, this.detailRow(row)] : [line];
  }

  detailRow(row) {
    return el("tr", { class: "detail", id: `${this.id}-${row.place}` },
      el("td", { colspan: this.columns.length }, this.detail(row)));
  }

  toggle(row, line, control) {
    const opens = !this.open.has(row.place);
    if (opens) {
      this.open.add(row.place);
      line.after(this.detailRow(row));
    } else {
      this.open.delete(row.place);
      line.nextElementSibling.remove();
    }
    control.setAttribute("aria-expanded", String(opens));
  }

  // Turns to the page that holds the row, opens it and puts the focus there.
  reveal(row) {
    const at = this.rows.indexOf(row);
    if (at < 0) return;
    this.open.add(row.place);
    this.go(Math.floor(at / PAGE_ROWS));
    const control = document.getElementById(`${this.id}-${row.place}-opens`);
    control.focus({ preventScroll: true });
    control.scrollIntoView({ block: "start" });
  }
}
