// The list of rows: one page at a time, sorted by a column, walked through with the arrow keys.
const ROWS = 50;

class List {
  constructor(element, { open, further }) {
    this.element = element;
    this.open = open;
    this.further = further;
    this.sort = ["number", false];
    this.page = 0;
    this.rows = new Uint32Array(0);
    this.chosen = null;
    this.focused = 0;
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("focusin", (event) => this.entered(event.target));
  }

  get pages() {
    return Math.max(1, Math.ceil(this.rows.length / ROWS));
  }

  // The rows that were found, from the first page on unless told otherwise.
  show(store, rows, page = 0) {
    this.store = store;
    this.rows = rows;
    this.turn(page);
  }

  turn(page, focus = null) {
    this.page = Math.min(Math.max(0, page), this.pages - 1);
    this.focused = focus === "last" ? ROWS - 1 : 0;
    this.draw();
    if (focus) this.links()[Math.min(this.focused, this.links().length - 1)]?.focus();
  }

  columns() {
    const has = (column) => column.some((value) => !Number.isNaN(value));
    const { store } = this;
    const columns = [
      { name: "number", title: say("number"), figure: true, cell: (row) => number(store.index(row) + 1) },
      { name: "text", title: say("text"), cell: (row) => this.link(row) },
      { name: "what", title: say("what"), cell: (row) => this.what(row) },
      { name: "length", title: say("length"), figure: true, cell: (row) => number(store.length[row]) },
      { name: "instances", title: say("instances"), figure: true, cell: (row) => (store.instances[row] ? number(store.instances[row]) : "") },
      has(store.nearest) && { name: "nearest", title: say("nearest"), figure: true, cell: (row) => score(store.nearest[row]) },
      has(store.score) && { name: "score", title: say("judge"), figure: true, cell: (row) => known(store.score[row], number) },
    ];
    const further = this.further().map((each) => ({
      name: null,
      title: typeof each.title === "function" ? each.title() : each.title,
      cell: (row) => each.value({ source: store.source[row], index: store.index(row) }),
    }));
    return [...columns.filter(Boolean), ...further];
  }

  draw() {
    const columns = this.columns();
    const rows = this.rows.subarray(this.page * ROWS, (this.page + 1) * ROWS);
    const body = Array.from(rows, (row) =>
      make("tr", { class: row === this.chosen ? "chosen" : null, "data-row": row }, columns.map((column) => make("td", { class: `${column.figure ? "figure" : ""} ${column.name || "further"}` }, column.cell(row)))),
    );
    replace(
      this.element,
      make(
        "table",
        { class: "list" },
        make("caption", { class: "unseen" }, say("listCaption")),
        make("thead", {}, make("tr", {}, columns.map((column) => this.head(column)))),
        make("tbody", {}, body),
      ),
      rows.length ? null : make("p", { class: "quiet" }, say("foundNone")),
      this.pager(),
    );
    const links = this.links();
    this.focused = Math.min(this.focused, Math.max(0, links.length - 1));
    links[this.focused]?.setAttribute("tabindex", "0");
  }

  head(column) {
    const [name, falling] = this.sort;
    const sorted = column.name === name;
    const order = sorted ? (falling ? "descending" : "ascending") : null;
    if (!column.name) return make("th", { scope: "col" }, column.title);
    const sign = sorted ? (falling ? " ↓" : " ↑") : "";
    const button = make("button", { type: "button", "data-sort": column.name, onclick: () => this.resort(column.name) }, column.title, make("span", { "aria-hidden": "true" }, sign));
    return make("th", { scope: "col", "aria-sort": order, class: `${column.figure ? "figure" : ""} ${column.name}` }, button);
  }

  // The same column again turns the order around; scores begin with the highest.
  resort(name) {
    const [before, falling] = this.sort;
    this.sort = [name, before === name ? !falling : ["nearest", "score", "length", "instances"].includes(name)];
    this.resorted();
    this.element.querySelector(`[data-sort="${name}"]`)?.focus();
  }

  link(row) {
    const { store } = this;
    const text = store.texts[row];
    const shown = text.length > 300 ? `${text.slice(0, 300)}…` : text;
    return make("a", { href: addressOf(store, row), class: "quoted", lang: store.lang(row), dir: "auto", tabindex: -1 }, visible(shown) || "…");
  }

  what(row) {
    const { store } = this;
    if (store.state[row] === REFUSED) {
      const [stage, reason] = store.stageAndReason(row);
      return make("span", { class: "tag refused", title: visible(`${code(stage)}: ${reason}`) }, visible(code(reason)));
    }
    if (store.state[row] === INSTRUCTION) return make("span", { class: "tag" }, say("isInstruction"));
    const kind = store.kind[row] >= 0 ? make("span", { class: "tag", lang: store.lang(row) }, visible(store.kinds.list[store.kind[row]])) : null;
    return [store.classification[row] === 1 ? make("span", { class: "tag" }, say("isClassification")) : null, kind].filter(Boolean);
  }

  pager() {
    const { page, pages } = this;
    const button = (name, to, off) => make("button", { type: "button", "data-page": name, disabled: off, onclick: () => this.turnAndStay(name, to) }, say(name));
    const field = make("input", { type: "number", min: 1, max: pages, value: page + 1, "aria-label": say("page"), onchange: (event) => this.turn(Number(event.target.value) - 1 || 0) });
    return make(
      "nav",
      { class: "pager", "aria-label": say("pages") },
      button("first", 0, page === 0),
      button("previous", page - 1, page === 0),
      make("label", {}, make("span", {}, say("page")), field, make("span", {}, say("pageOf", { pages: number(pages) }))),
      button("next", page + 1, page >= pages - 1),
      button("last", pages - 1, page >= pages - 1),
    );
  }

  // Who turns pages with a button stays on it, or on its neighbour when it has nothing more to do.
  turnAndStay(name, to) {
    this.turn(to);
    const at = this.element.querySelector(`[data-page="${name}"]`);
    (at && !at.disabled ? at : this.element.querySelector(".pager button:not(:disabled)"))?.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  links() {
    return [...this.element.querySelectorAll("td.text a")];
  }

  entered(target) {
    const at = this.links().indexOf(target);
    if (at < 0) return;
    this.links().forEach((link, i) => link.setAttribute("tabindex", i === at ? "0" : "-1"));
    this.focused = at;
  }

  key(event) {
    if (!event.target.matches("td.text a") || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = this.links();
    const go = (at) => links[at]?.focus();
    const steps = {
      ArrowDown: () => (this.focused + 1 < links.length ? go(this.focused + 1) : this.page + 1 < this.pages && this.turn(this.page + 1, "first")),
      ArrowUp: () => (this.focused ? go(this.focused - 1) : this.page && this.turn(this.page - 1, "last")),
      ArrowRight: () => this.page + 1 < this.pages && this.turn(this.page + 1, "first"),
      ArrowLeft: () => this.page && this.turn(this.page - 1, "first"),
      PageDown: () => this.page + 1 < this.pages && this.turn(this.page + 1, "first"),
      PageUp: () => this.page && this.turn(this.page - 1, "first"),
      Home: () => go(0),
      End: () => go(links.length - 1),
    };
    if (!Object.hasOwn(steps, event.key)) return;
    event.preventDefault();
    steps[event.key]();
  }

  choose(row) {
    this.chosen = row;
    for (const line of this.element.querySelectorAll("tbody tr")) line.classList.toggle("chosen", Number(line.dataset.row) === row);
  }

  // Where the focus goes when a task is closed: its row, or the one that had it last.
  focus() {
    const line = this.chosen === null ? null : this.element.querySelector(`tr[data-row="${this.chosen}"] td.text a`);
    (line || this.links()[this.focused])?.focus();
  }
}

function addressOf(store, row) {
  return `#tasks/${store.source[row]}/${store.index(row)}`;
}

function known(value, tell) {
  return Number.isNaN(value) ? "" : tell(value);
}

function score(value) {
  return known(value, (each) => number(each, 3));
}
