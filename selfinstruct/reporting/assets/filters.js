// The form above the list: what it asks for, and what there is to ask for.
const KINDS_IN_FILTER = 200;

class Filters {
  constructor(form, changed) {
    this.form = form;
    this.changed = changed;
    form.addEventListener("input", () => this.told());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.changed();
    });
  }

  // Search as one types, a moment after the last letter.
  told() {
    byId("list").setAttribute("aria-busy", "true");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed(), 30);
  }

  show(store) {
    const kept = this.form.elements.length ? this.values() : null;
    const options = (pairs) => pairs.map(([value, text]) => make("option", { value }, text));
    const choice = (name, title, pairs, lang) =>
      pairs.length > 1 ? make("label", {}, make("span", {}, say(title)), make("select", { name, lang }, options(pairs))) : null;
    const range = (name, title, step, most) =>
      make(
        "div",
        { class: "range", role: "group", "aria-label": say(title) },
        make("span", { class: "legend" }, say(title)),
        make("input", { type: "number", name: `${name}-least`, min: 0, max: most, step, "aria-label": `${say(title)}, ${say("least")}`, placeholder: say("least") }),
        " – ",
        make("input", { type: "number", name: `${name}-most`, min: 0, max: most, step, "aria-label": `${say(title)}, ${say("most")}`, placeholder: say("most") }),
      );
    const has = (column) => column.some((value) => !Number.isNaN(value));
    replace(
      this.form,
      make("label", { class: "search" }, make("span", {}, say("search")), make("input", { type: "search", name: "text", id: "search", placeholder: say("searchHint"), spellcheck: "false", enterkeyhint: "search" })),
      choice("source", "run", [["", say("all")], ...store.sources.map((source, i) => [i, visible(source.name)])].slice(store.sources.length > 1 ? 0 : 1)),
      choice("state", "show", statesOf(store)),
      choice("kind", "kind", [["", say("all")], ...store.kinds.list.slice(0, KINDS_IN_FILTER).map((kind, i) => [i, visible(kind)])], store.sources[0]?.lang),
      store.classification.includes(1) ? choice("classification", "classification", [["", say("all")], [1, say("yes")], [0, say("no")]]) : null,
      choice("reason", "reason", reasonsOf(store)),
      has(store.nearest) ? range("nearest", "nearestLong", 0.01, 1) : null,
      has(store.score) ? range("score", "judgeLong", 1, 100) : null,
      make("button", { type: "button", id: "reset", onclick: () => this.set({}) }, say("reset")),
    );
    this.put(kept || {});
  }

  values() {
    const field = (name) => this.form.elements[name]?.value ?? "";
    const chosen = (name) => (field(name) === "" ? null : Number(field(name)));
    const range = (name) => [chosen(`${name}-least`), chosen(`${name}-most`)];
    const reason = chosen("reason");
    return {
      text: field("text"),
      source: chosen("source"),
      // A reason is one of refused texts, whatever else is shown.
      state: reason === null ? chosen("state") : REFUSED,
      kind: chosen("kind"),
      classification: chosen("classification"),
      reason,
      nearest: range("nearest"),
      score: range("score"),
    };
  }

  // Tasks alone unless it is told otherwise: everything is for those who look for it.
  put(values) {
    const write = (name, value) => {
      const element = this.form.elements[name];
      if (element) element.value = value === null || value === undefined ? "" : String(value);
    };
    write("text", values.text);
    const state = this.form.elements.state;
    write("state", values.state === undefined ? state?.options[0].value : values.state);
    for (const name of ["source", "kind", "classification", "reason"]) write(name, values[name]);
    for (const name of ["nearest", "score"]) {
      write(`${name}-least`, values[name]?.[0]);
      write(`${name}-most`, values[name]?.[1]);
    }
  }

  set(values) {
    this.put(values);
    this.changed();
  }
}

function statesOf(store) {
  const counts = [0, 0, 0];
  for (const state of store.state) counts[state]++;
  const names = ["showTasks", "showInstructions", "showRefused"];
  const there = names.map((name, state) => [state, `${say(name)} (${number(counts[state])})`]).filter((_, state) => counts[state]);
  return there.length > 1 ? [...there, ["", `${say("showAll")} (${number(store.count)})`]] : there;
}

function reasonsOf(store) {
  const counts = new Array(store.reasons.list.length).fill(0);
  for (const reason of store.reason) if (reason >= 0) counts[reason]++;
  const named = store.reasons.list.map((name, i) => {
    const [stage, reason] = name.split("\n");
    return [i, `${code(stage)}: ${visible(code(reason))} (${number(counts[i])})`];
  });
  return [["", say("all")], ...named];
}
