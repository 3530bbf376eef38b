// The tables among the figures.

// The method paper's table, a column for each run, and below it how it came about.
function glanceTable(sources) {
  const heads = sources.map((source) => make("th", { scope: "col", class: "figure" }, visible(source.name)));
  const row = (name, cell, indented = false) => {
    const cells = sources.map(({ figures }) => cell(figures));
    if (cells.every((each) => each === null)) return null;
    return make(
      "tr",
      {},
      make("th", { scope: "row", class: indented ? "of" : null }, say(name)),
      cells.map((each) => make("td", { class: "figure" }, each === null ? "–" : each)),
    );
  };
  const count = (value) => (value === null || value === undefined ? null : number(value));
  const mean = (value) => (value === null ? null : number(value, 1));
  const accepted = ({ funnel }) => (funnel && funnel.proposed ? `${number(funnel.accepted)} (${percent(funnel.accepted / funnel.proposed)})` : null);
  const period = ({ origin }) => (origin.begun ? make("span", {}, [origin.begun, origin.ended].map((time) => make("span", { class: "line" }, moment(time)))) : null);
  const answered = ({ origin }) => origin.answered_by && make("span", {}, origin.answered_by.map((each) => make("span", { class: "line" }, visible(each.text))));
  const paper = [
    row("instructions", ({ table }) => count(table.instructions)),
    row("classifications", ({ table }) => count(table.classifications), true),
    row("others", ({ table }) => count(table.others), true),
    row("instances", ({ table }) => count(table.instances)),
    row("emptyInputs", ({ table }) => count(table.empty_inputs), true),
    row("instructionLength", ({ table }) => mean(table.instruction_length)),
    row("inputLength", ({ table }) => mean(table.input_length)),
    row("outputLength", ({ table }) => mean(table.output_length)),
  ];
  const course = [
    row("proposed", ({ funnel }) => count(funnel?.proposed)),
    row("acceptedShare", accepted, true),
    row("curated", ({ funnel }) => count(funnel?.curated)),
    row("model", answered),
    row("recipe", ({ origin }) => origin.recipe),
    row("period", period),
  ];
  return make(
    "table",
    { class: "glance", id: "glance" },
    make("caption", { class: "unseen" }, say("glance")),
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, make("span", { class: "unseen" }, say("figure"))), heads)),
    make("tbody", {}, paper.filter(Boolean)),
    make("tbody", {}, course.filter(Boolean)),
  );
}

// As the files have it, to the minute.
function moment(text) {
  return text ? text.slice(0, 16).replace("T", " ") : "–";
}

function useTable(use, name) {
  const sum = (column) => use.reduce((total, each) => (total === null || each[column] === null ? null : total + each[column]), 0);
  const row = (head, each) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, head),
      ["requests", "failed", "prompt_tokens", "completion_tokens"].map((column) => make("td", { class: "figure" }, number(each(column)))),
      make("td", { class: "figure" }, each("cost") === null ? say("unknown") : number(each("cost"), each("cost") ? 4 : 2)),
    );
  const heads = [say("stage"), say("requests"), say("failedRequests"), say("promptTokens"), say("completionTokens"), say("cost")];
  return make(
    "table",
    { class: "plain use" },
    make("caption", { class: "unseen" }, `${say("use")}: ${visible(name)}`),
    make("thead", {}, make("tr", {}, heads.map((head, i) => make("th", { scope: "col", class: i ? "figure" : null }, head)))),
    make("tbody", {}, use.map((each) => row(visible(code(each.stage)), (column) => each[column]))),
    make("tfoot", {}, row(say("total"), sum)),
  );
}

// Reasons by stage, the commonest first, each with what it refused. browse(stage, reason) shows them all.
function refusalTables(refusals, lang, browse) {
  const most = Math.max(1, ...refusals.flatMap((each) => each.reasons.map((reason) => reason.count)));
  return refusals
    .filter((each) => each.count)
    .map((each) =>
      make(
        "section",
        { class: "refusals" },
        make("h4", {}, visible(code(each.stage)), " ", make("span", { class: "count" }, number(each.count))),
        each.reasons.map((reason) => refusalDetails(each.stage, reason, most, lang, browse)),
      ),
    );
}

function refusalDetails(stage, reason, most, lang, browse) {
  const examples = reason.examples.map((example) =>
    make("li", {}, quoted("p", example.text, lang), example.detail ? quoted("p", example.detail, null, { class: "particulars" }) : null),
  );
  const button = make("button", { type: "button", class: "link", onclick: () => browse(stage, reason.reason) }, say("browse", { count: number(reason.count) }));
  return make(
    "details",
    { class: "reason" },
    make(
      "summary",
      {},
      make("span", { class: "name" }, visible(code(reason.reason))),
      make("span", { class: "figure" }, number(reason.count)),
      make("span", { class: "barcell", "aria-hidden": "true" }, make("span", { "--share": reason.count / most })),
    ),
    make("ul", { class: "examples", "aria-label": say("examples") }, examples),
    button,
  );
}

// linkOf(id): the address of a row, null when there is none.
function pairTable(pairs, lang, linkOf) {
  const linked = (id, text) => {
    const address = id === null ? null : linkOf(id);
    return address ? make("a", { href: address, lang, class: "quoted", dir: "auto" }, visible(text)) : quoted("span", text, lang);
  };
  const row = (pair) =>
    make(
      "tr",
      {},
      make("td", { class: "figure" }, number(pair.score, 3)),
      make("td", {}, linked(pair.id, pair.text)),
      make("td", {}, linked(pair.other_id, pair.other)),
    );
  return make(
    "table",
    { class: "plain pairs" },
    make("caption", { class: "unseen" }, say("pairs")),
    make("thead", {}, make("tr", {}, make("th", { scope: "col", class: "figure" }, say("score")), make("th", { scope: "col" }, say("later")), make("th", { scope: "col" }, say("earlier")))),
    make("tbody", {}, pairs.map(row)),
  );
}

// Names and values, as they stand in the files.
function settingsTable(settings) {
  const rows = [];
  const walk = (value, path) => {
    if (value && typeof value === "object" && !Array.isArray(value)) {
      for (const [name, inner] of Object.entries(value)) walk(inner, path ? `${path}.${name}` : name);
    } else if (value !== "" && value !== null && !(Array.isArray(value) && !value.length)) {
      rows.push(make("div", {}, make("dt", {}, visible(path)), make("dd", {}, visible(Array.isArray(value) ? value.join(", ") : value))));
    }
  };
  walk(settings, "");
  return make("dl", { class: "settings" }, rows);
}
