// The view of figures: the same parts for each run, side by side where there are several.

// hooks: browse(source, stage, reason), linkOf(source, id)
function showFigures(root, overview, hooks) {
  const { sources } = overview;
  const part = (id, title, note, cellOf, { wide = false } = {}) => {
    const cells = sources.map((source, number) => cellOf(source.figures, number, source));
    if (cells.every((cell) => cell === null)) return null;
    const several = sources.length > 1;
    const boxes = cells.map((cell, i) =>
      make("div", { class: "run" }, several ? make("h3", {}, visible(sources[i].name)) : null, cell === null ? make("p", { class: "quiet" }, "–") : cell),
    );
    return make(
      "section",
      { class: `part ${wide || several ? "wide" : ""}`, id: `part-${id}`, "aria-labelledby": `head-${id}` },
      make("h2", { id: `head-${id}` }, title),
      note ? make("p", { class: "note" }, note) : null,
      make("div", { class: "runs", "--runs": sources.length }, boxes),
    );
  };
  replace(root, warnings(sources), glance(sources), aboutTexts(part, sources), aboutTheRun(part, hooks), aboutTheSources(part));
}

function warnings(sources) {
  if (sources.every((source) => source.figures.origin.for_training !== false)) return null;
  return make("p", { class: "warning" }, say("notForTraining"));
}

function glance(sources) {
  const units = [...new Set(sources.map((source) => say(source.figures.table.unit)))];
  return make(
    "section",
    { class: `part ${sources.length > 1 ? "wide" : ""}`, id: "part-glance", "aria-labelledby": "head-glance" },
    make("h2", { id: "head-glance" }, say("glance")),
    make("div", { class: "scroll" }, glanceTable(sources)),
    make("p", { class: "note" }, say("glanceNote", { unit: units.join(" / ") })),
  );
}

function aboutTexts(part, sources) {
  const unit = (figures) => ({ unit: say(figures.lengths.unit) });
  const verbs = ({ verbs: found }, _number, { lang }) => {
    if (!found) return null;
    const values = { verbs: number(found.verbs.length), coverage: percent(found.coverage), texts: number(found.texts), different: number(found.different_verbs) };
    return [sunburst(found, lang), make("p", { class: "note" }, say("verbsNote", values)), make("p", { class: "note quiet" }, visible(found.method))];
  };
  const likeness = ({ similarity }) => {
    const charts = [
      similarity.to_seed && histogramChart(say("toSeed"), similarity.to_seed, similarity.threshold),
      similarity.to_pool && histogramChart(say("toPool"), similarity.to_pool, similarity.threshold),
    ].filter(Boolean);
    return charts.length ? make("div", { class: "abreast" }, charts) : null;
  };
  const titles = { instruction: "lengthOfInstruction", input: "lengthOfInput", output: "lengthOfOutput" };
  const lengths = (figures) => {
    const there = Object.keys(titles).filter((name) => figures.lengths[name]);
    const charts = there.map((name) => histogramChart(say(titles[name], unit(figures)), figures.lengths[name]));
    return charts.length ? make("div", { class: "abreast" }, charts) : null;
  };
  const openers = ({ openers: found }, _number, { lang }) =>
    found &&
    make(
      "div",
      { class: "pair" },
      barTable(say("openersOne", { different: number(found.different_one) }), say("openers"), found.one, lang),
      barTable(say("openersTwo", { different: number(found.different_two) }), say("openers"), found.two, lang),
    );
  const kinds = ({ kinds: found }, _number, { lang }) => (found && found.length ? barTable(say("kinds"), say("kinds"), found, lang) : null);
  return [
    part("verbs", say("verbs"), null, verbs),
    part("likeness", say("likeness"), null, likeness),
    part("lengths", say("lengths"), null, lengths, { wide: true }),
    part("openers", say("openers"), null, openers),
    sources.some((source) => source.figures.kinds) ? part("kinds", say("kinds"), null, kinds) : null,
  ];
}

function aboutTheRun(part, hooks) {
  const acceptance = ({ acceptance: points }) => (points && points.length ? acceptanceChart(points) : null);
  const use = ({ use: found }, _number, source) => (found && found.length ? make("div", { class: "scroll" }, useTable(found, source.name)) : null);
  const refusals = ({ refusals: found }, number, { lang }) =>
    found && found.some((each) => each.count) ? make("div", { class: "columns" }, refusalTables(found, lang, (stage, reason) => hooks.browse(number, stage, reason))) : null;
  const pairs = ({ similarity }, number, { lang }) =>
    similarity.nearest && similarity.nearest.length
      ? make("div", { class: "scroll" }, pairTable(similarity.nearest, lang, (id) => hooks.linkOf(number, id)))
      : null;
  return [
    part("acceptance", say("acceptance"), null, acceptance),
    part("use", say("use"), null, use),
    part("refusals", say("refusals"), null, refusals, { wide: true }),
    part("pairs", say("pairs"), say("pairsNote"), pairs, { wide: true }),
  ];
}

function aboutTheSources(part) {
  const repetition = ({ repetition: found }, _number, { lang }) => {
    if (!found || !found.outputs) return null;
    const told = say("repetitionNote", { repeated: number(found.repeated), outputs: number(found.outputs), share: percent(found.repeated / found.outputs, 1) });
    const clamped = (each) => quoted("span", each.text, lang, { class: "clamped" });
    return [make("p", { class: "note" }, told), found.commonest.length ? barTable(say("repetition"), say("output"), found.commonest, lang, clamped) : null];
  };
  const settings = ({ origin }) =>
    origin.settings ? make("details", {}, make("summary", {}, say("asTable")), settingsTable({ ...origin.settings, sampling: origin.sampling, versions: origin.versions })) : null;
  const notes = ({ notes: found }) => (found.length ? make("ul", { class: "notes", lang: "en" }, found.map((note) => make("li", {}, visible(note)))) : null);
  return [
    part("repetition", say("repetition"), null, repetition),
    part("settings", say("settings"), null, settings, { wide: true }),
    part("notes", say("notes"), null, notes, { wide: true }),
  ];
}
