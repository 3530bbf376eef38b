// Charts of plain shapes. Each has its figures as a table behind it.
const WIDE = 360;
const HIGH = 150;

function behind(caption, heads, rows) {
  const table = make(
    "table",
    { class: "plain" },
    make("caption", { class: "unseen" }, caption),
    make("thead", {}, make("tr", {}, heads.map((head, i) => make("th", { scope: "col", class: i ? "figure" : null }, head)))),
    make("tbody", {}, rows.map((row) => make("tr", {}, row.map((cell, i) => make("td", { class: i ? "figure" : null }, cell))))),
  );
  return make("details", { class: "behind" }, make("summary", {}, say("asTable")), make("div", { class: "scroll" }, table));
}

// histogram: as `figures` has it. limit: a value that is marked, null for none.
function histogramChart(title, histogram, limit = null) {
  const { edges, counts } = histogram;
  const bars = histogram.above ? [...counts, histogram.above] : counts;
  const most = Math.max(1, ...bars);
  const step = WIDE / bars.length;
  const names = bars.map((_, i) => (i < counts.length ? `${figure(edges[i])} – ${figure(edges[i + 1])}` : say("above", { edge: figure(edges.at(-1)) })));
  const shapes = bars.map((count, i) => {
    const height = count ? Math.max(1.5, (count / most) * (HIGH - 4)) : 0;
    const box = { x: i * step + 0.5, y: HIGH - height, width: Math.max(1, step - 1), height, class: i < counts.length ? "bar" : "bar beyond" };
    // An unseen one in front of it, as high as the chart, so that low bars can be pointed at.
    const front = { x: i * step, y: 0, width: step, height: HIGH, class: "front" };
    return [draw("rect", box), draw("rect", front, draw("title", {}, `${names[i]}: ${number(count)}`))];
  });
  const at = limit === null ? null : limitLine(edges, counts.length * step, limit);
  const spread = say("spread", { mean: figure(histogram.mean), median: figure(histogram.median), least: figure(histogram.least), most: figure(histogram.most) });
  return make(
    "figure",
    { class: "chart" },
    make("figcaption", {}, make("b", {}, title), make("span", {}, spread)),
    draw(
      "svg",
      { viewBox: `0 -20 ${WIDE} ${HIGH + 38}`, role: "img", "aria-label": `${title}. ${spread}` },
      shapes,
      draw("line", { x1: 0, x2: WIDE, y1: HIGH, y2: HIGH, class: "axis" }),
      at,
      axisLabels(edges, step, bars.length > counts.length),
      draw("text", { x: 0, y: -7, class: "scale" }, number(most)),
    ),
    behind(title, [say("upTo"), say("count")], bars.map((count, i) => [i < counts.length ? figure(edges[i + 1]) : names[i], number(count)])),
  );
}

function axisLabels(edges, step, beyond) {
  const last = edges.length - 1;
  const every = Math.max(1, Math.ceil(last / 5));
  const labels = [];
  for (let i = 0; i <= last; i += every) {
    const anchor = i === 0 ? "start" : i === last && !beyond ? "end" : "middle";
    labels.push(draw("text", { x: i * step, y: HIGH + 14, "text-anchor": anchor, class: "scale" }, figure(edges[i])));
  }
  return labels;
}

function limitLine(edges, width, limit) {
  const least = edges[0];
  const most = edges.at(-1);
  if (limit < least || limit > most) return null;
  const x = ((limit - least) / (most - least)) * width;
  const label = { x, y: -7, "text-anchor": x > width * 0.75 ? "end" : x < width * 0.4 ? "start" : "middle", class: "scale marked" };
  return [draw("line", { x1: x, x2: x, y1: -3, y2: HIGH, class: "limit" }), draw("text", label, say("threshold", { value: figure(limit) }))];
}

// Names and counts as bars in a table: readable as it stands.
function barTable(caption, head, counts, lang = null, cellOf = null) {
  const most = Math.max(1, ...counts.map((each) => each.count));
  const rows = counts.map((each) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, cellOf ? cellOf(each) : quoted("span", each.text, lang)),
      make("td", { class: "figure" }, number(each.count)),
      make("td", { class: "barcell", "aria-hidden": "true" }, make("span", { "--share": each.count / most })),
    ),
  );
  const heads = make("thead", { class: "unseen" }, make("tr", {}, make("th", { scope: "col" }, head), make("th", { scope: "col" }, say("count")), make("td")));
  return make("table", { class: "bars" }, make("caption", {}, caption), heads, make("tbody", {}, rows));
}

// How many were accepted and refused so far, request by request.
function acceptanceChart(points) {
  const last = Math.max(1, points.at(-1).request);
  const most = Math.max(1, points.at(-1).accepted, points.at(-1).refused);
  const x = (point) => (point.request / last) * (WIDE - 60);
  const y = (value) => HIGH - (value / most) * HIGH;
  const line = (name) => points.map((point, i) => `${i ? "L" : "M"}${x(point).toFixed(1)} ${y(point[name]).toFixed(1)}`).join("");
  const end = points.at(-1);
  const heights = { accepted: y(end.accepted), refused: y(end.refused) };
  if (Math.abs(heights.accepted - heights.refused) < 24) heights[end.accepted > end.refused ? "refused" : "accepted"] += 24;
  const label = (name) => draw("text", { x: WIDE - 54, y: Math.min(HIGH, heights[name] + 4), class: `scale ${name}` }, `${say(name)}`, draw("tspan", { x: WIDE - 54, dy: 12 }, number(end[name])));
  const title = `${say("accepted")} ${number(end.accepted)}, ${say("refused")} ${number(end.refused)}, ${say("rate")} ${percent(end.rate, 1)}`;
  return make(
    "figure",
    { class: "chart" },
    make("figcaption", {}, make("span", {}, title)),
    draw(
      "svg",
      { viewBox: `0 -20 ${WIDE} ${HIGH + 42}`, role: "img", "aria-label": title },
      draw("line", { x1: 0, x2: WIDE - 60, y1: HIGH, y2: HIGH, class: "axis" }),
      draw("path", { d: line("refused"), class: "line refused" }),
      draw("path", { d: line("accepted"), class: "line accepted" }),
      label("accepted"),
      label("refused"),
      draw("text", { x: 0, y: HIGH + 14, class: "scale" }, say("request"), " 0"),
      draw("text", { x: WIDE - 60, y: HIGH + 14, "text-anchor": "end", class: "scale" }, number(last)),
      draw("text", { x: 0, y: -7, class: "scale" }, number(most)),
    ),
    behind(
      say("acceptance"),
      [say("request"), say("accepted"), say("refused"), say("rate")],
      points.map((point) => [number(point.request), number(point.accepted), number(point.refused), percent(point.rate, 1)]),
    ),
  );
}
