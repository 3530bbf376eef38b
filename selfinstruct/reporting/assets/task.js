// One row with everything that is known of it.
class TaskView {
  constructor(element, hooks) {
    this.element = element;
    this.hooks = hooks;
    this.row = null;
  }

  async show(store, row, focus = true) {
    this.row = row;
    const task = await store.open(row);
    if (this.row !== row) return;
    const lang = store.lang(row);
    const refused = store.state[row] === REFUSED;
    const own = make("div", { class: "own" });
    replace(
      this.element,
      this.headOf(store, row, task),
      own,
      quoted("p", task.text, lang, { class: "instruction" }),
      refused ? refusedParts(store, row, task) : taskParts(store, row, task, lang),
      task.requests.length && store.overview.requests ? this.requestsOf(store, row, task) : null,
    );
    this.element.hidden = false;
    this.element.setAttribute("aria-labelledby", "task-title");
    this.element.scrollTop = 0;
    for (const each of this.hooks.opened()) each({ source: store.source[row], index: store.index(row) }, task, own);
    if (focus) byId("task-title").focus();
  }

  close() {
    this.row = null;
    this.element.hidden = true;
    replace(this.element);
  }

  headOf(store, row, task) {
    const title = say(["opened", "openedInstruction", "openedRefused"][store.state[row]]);
    const close = make("button", { type: "button", class: "close", onclick: () => this.hooks.close() }, say("close"));
    const tags = make(
      "p",
      { class: "tags" },
      store.sources.length > 1 ? make("span", { class: "tag" }, visible(store.sources[store.source[row]].name)) : null,
      store.classification[row] === 1 ? make("span", { class: "tag" }, say("isClassification")) : null,
      store.kind[row] >= 0 ? make("span", { class: "tag", lang: store.lang(row) }, visible(store.kinds.list[store.kind[row]])) : null,
    );
    return make("header", {}, make("h2", { id: "task-title", tabindex: -1 }, title, " ", make("code", {}, visible(task.id ?? ""))), close, tags);
  }

  requestsOf(store, row, task) {
    if (store.data.leftOut) return make("section", {}, make("h3", {}, say("asked")), make("p", { class: "quiet" }, say("leftOut")));
    const parts = task.requests.map(([stage, n]) => {
      const body = make("div", { class: "request" });
      const details = make("details", { "data-stage": stage }, make("summary", {}, say("requestOf", { stage: visible(code(stage)), number: number(n) })), body);
      details.addEventListener("toggle", () => details.open && !body.firstChild && this.showRequest(store, row, stage, n, body));
      return details;
    });
    return make("section", {}, make("h3", {}, say("asked")), parts);
  }

  async showRequest(store, row, stage, n, body) {
    try {
      const request = await store.data.request(store.source[row], stage, n);
      replace(body, request ? requestParts(request, store.lang(row)) : make("p", { class: "quiet" }, say("noRequest")));
    } catch (error) {
      replace(body, make("p", { class: "quiet" }, say("failed", { why: error.message })));
    }
  }
}

function refusedParts(store, row, task) {
  const [stage, reason] = store.stageAndReason(row);
  return make(
    "section",
    {},
    make("h3", {}, say("reason")),
    make("p", {}, make("span", { class: "tag refused" }, visible(code(reason))), code(reason) === reason ? null : [" ", make("code", {}, visible(reason))], " · ", visible(code(stage))),
    task.detail ? [make("h3", {}, say("detail")), quoted("p", task.detail, store.lang(row))] : null,
  );
}

function taskParts(store, row, task, lang) {
  return [
    task.instances.length ? instancesOf(task, lang) : null,
    task.nearest.length ? nearestOf(store, row, task, lang) : null,
    task.from.length ? derivedOf(store, row, task) : null,
    task.source ? make("section", {}, make("h3", {}, say("origin")), make("p", {}, visible(task.source))) : null,
    Object.keys(task.extra).length ? make("section", {}, make("h3", {}, say("more")), quoted("pre", JSON.stringify(task.extra, null, 2), lang)) : null,
  ];
}

function instancesOf(task, lang) {
  const count = task.instances.length;
  const one = ([input, output], i) =>
    make(
      "li",
      { "aria-label": say("instanceOf", { number: i + 1, count }) },
      make(
        "dl",
        {},
        make("dt", {}, say("input")),
        make("dd", {}, input ? quoted("p", input, lang) : make("span", { class: "quiet" }, say("noInput"))),
        make("dt", {}, say("output")),
        make("dd", {}, quoted("p", output, lang)),
      ),
    );
  return make("section", {}, make("h3", {}, say("instances"), " ", make("span", { class: "count" }, number(count))), make("ol", { class: "instances" }, task.instances.map(one)));
}

function nearestOf(store, row, task, lang) {
  const start = store.starts[store.source[row]];
  const one = ([place, value]) => {
    const linked = place >= 0;
    const text = linked ? store.texts[start + place] : store.others[store.source[row]][-1 - place];
    const shown = linked ? make("a", { href: addressOf(store, start + place), lang, class: "quoted", dir: "auto" }, visible(text)) : quoted("span", text, lang);
    return make("li", {}, make("span", { class: "figure" }, number(value, 3)), make("span", { class: "barcell", "aria-hidden": "true" }, make("span", { "--share": value })), shown);
  };
  return make(
    "section",
    {},
    make("h3", {}, say("nearestTen")),
    make("ol", { class: "nearest" }, task.nearest.map(one)),
    task.mean === null ? null : make("p", { class: "quiet" }, say("meanScore", { value: number(task.mean, 3) })),
  );
}

function derivedOf(store, row, task) {
  const start = store.starts[store.source[row]];
  const one = ([id, place]) => make("li", {}, place === null ? make("code", {}, visible(id)) : make("a", { href: addressOf(store, start + place) }, make("code", {}, visible(id))));
  return make("section", {}, make("h3", {}, say("derived")), make("ul", { class: "ids" }, task.from.map(one)));
}

function requestParts(request, lang) {
  const usage = request.usage.prompt_tokens === undefined ? null : `${number(request.usage.prompt_tokens)} + ${number(request.usage.completion_tokens)} ${say("use")}`;
  const about = [request.model, request.created_at ? moment(request.created_at) : null, request.finish_reason, usage].filter(Boolean).join(" · ");
  return [
    make("p", { class: "quiet" }, visible(about)),
    make("h4", {}, say("answer")),
    request.error === null ? quoted("pre", request.text, lang) : make("p", { class: "warning" }, visible(request.error)),
    make("h4", {}, say("prompt")),
    request.prompt.map(([role, text]) => [role ? make("p", { class: "role" }, visible(role)) : null, quoted("pre", text, lang)]),
  ];
}
