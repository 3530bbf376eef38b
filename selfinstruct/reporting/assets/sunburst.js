// Verbs in the inner ring, their objects in the outer one, as in figure 2 of the method's paper.
const RINGS = [60, 178, 300];

function sunburst(verbs, lang) {
  const shown = verbs.verbs.map((verb, index) => ({ ...verb, index, size: sizeOf(verb, verbs.with_object === null) })).filter((verb) => verb.size);
  const total = shown.reduce((sum, verb) => sum + verb.size, 0);
  if (!total) return make("p", { class: "quiet" }, say("noVerbs"));
  const middle = [draw("text", { class: "middle", y: -2, lang }), draw("text", { class: "middle small", y: 20 })];
  const rest = () => tell(middle, percent(verbs.coverage), say("coverage"));
  const arcs = [];
  let angle = 0;
  for (const verb of shown) {
    const wide = (verb.size / total) * 2 * Math.PI;
    const around = arc(angle, angle + wide, 0, verb.verb, verb, [verb.verb, verb.size], total, lang);
    const outer = [];
    let from = angle;
    verb.objects.forEach((object, i) => {
      const width = (object.count / total) * 2 * Math.PI;
      outer.push(arc(from, from + width, 1, object.text, { index: verb.index, nth: i }, [`${verb.verb} → ${object.text}`, object.count], total, lang));
      from += width;
    });
    arcs.push({ verb: around, objects: outer });
    angle += wide;
  }
  const every = arcs.flatMap(({ verb, objects }) => [verb, ...objects]);
  // With verbs alone there is but the inner ring.
  const reach = RINGS[shown.some((verb) => verb.objects.length) ? 2 : 1] + 6;
  const svg = draw(
    "svg",
    { viewBox: `${-reach} ${-reach} ${2 * reach} ${2 * reach}`, class: "sunburst", role: "group", "aria-label": `${say("verbs")}. ${say("verbsKeys")}` },
    every.map((each) => each.element),
    draw("g", { "aria-hidden": "true" }, middle),
  );
  rest();
  around(svg, arcs, middle, rest);
  return make("figure", { class: "chart round" }, svg, verbTable(verbs, lang));
}

function sizeOf(verb, alone) {
  return alone ? verb.count : verb.objects.reduce((sum, object) => sum + object.count, 0);
}

function tell([name, figures], text, small) {
  name.textContent = text;
  figures.textContent = small;
}

// One piece of a ring with its label, where the label has room.
function arc(from, to, ring, text, { index, nth = 0 }, [name, count], total, lang) {
  const [inner, outer] = [RINGS[ring], RINGS[ring + 1]];
  const share = percent(count / total, 1);
  const path = draw("path", { d: piece(inner, outer, from, to) });
  const element = draw(
    "g",
    { class: `arc ring${ring}`, tabindex: -1, role: "img", "aria-label": `${name}: ${say("shareOf", { count: number(count), share })}`, lang, "--hue": (index * 137.5 + 200) % 360, "--step": nth },
    path,
    label(from, to, inner, outer, text),
  );
  return { element, name, figures: `${number(count)} · ${share}` };
}

function piece(inner, outer, from, to) {
  // A whole ring has no corners: two halves make it.
  if (to - from > 2 * Math.PI - 1e-6) return `${piece(inner, outer, from, from + Math.PI)} ${piece(inner, outer, from + Math.PI, to - 1e-4)}`;
  const at = (radius, angle) => `${(radius * Math.sin(angle)).toFixed(2)} ${(-radius * Math.cos(angle)).toFixed(2)}`;
  const large = to - from > Math.PI ? 1 : 0;
  return `M${at(inner, from)}A${inner} ${inner} 0 ${large} 1 ${at(inner, to)}L${at(outer, to)}A${outer} ${outer} 0 ${large} 0 ${at(outer, from)}Z`;
}

function label(from, to, inner, outer, text) {
  const radius = (inner + outer) / 2;
  const shown = shortened(visible(text), (outer - inner - 14) / LARGEST);
  // A piece is narrowest where the label begins: so large may the letters be, and with less than the smallest there is none.
  const narrow = radius - (widthOf(shown) * LARGEST) / 2;
  const size = Math.min(LARGEST, (to - from) * narrow * 0.95);
  if (size < SMALLEST) return null;
  const turn = ((from + to) / 2) * (180 / Math.PI) - 90;
  const transform = `rotate(${turn.toFixed(2)}) translate(${radius} 0) rotate(${turn > 90 ? 180 : 0})`;
  return draw("text", { transform, "font-size": size.toFixed(1), "text-anchor": "middle", dy: "0.36em" }, shown);
}

const LARGEST = 17;
const SMALLEST = 11;

// As much of a text as fits, by the width that its letters usually have.
function shortened(text, ems) {
  let width = 0;
  let kept = "";
  for (const letter of text) {
    width += widthOf(letter);
    if (width > ems) return `${kept}…`;
    kept += letter;
  }
  return kept;
}

function widthOf(text) {
  let width = 0;
  for (const letter of text) width += /[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]/.test(letter) ? 1 : 0.56;
  return width;
}

// Pointing and keys. One piece is in the tab order; arrows go on from there.
function around(svg, arcs, middle, rest) {
  let verb = 0;
  let object = -1;
  const current = () => (object < 0 ? arcs[verb].verb : arcs[verb].objects[object]);
  const every = arcs.flatMap((each) => [each.verb, ...each.objects]);
  const light = (piece) => {
    tell(middle, shortened(visible(piece.name), 6), piece.figures);
    svg.classList.add("pointed");
    for (const each of every) each.element.classList.toggle("on", each === piece);
  };
  const dim = () => {
    svg.classList.remove("pointed");
    for (const each of every) each.element.classList.remove("on");
    rest();
  };
  const go = (toVerb, toObject) => {
    current().element.setAttribute("tabindex", "-1");
    verb = (toVerb + arcs.length) % arcs.length;
    object = toObject;
    current().element.setAttribute("tabindex", "0");
    current().element.focus();
  };
  for (const each of every) {
    each.element.addEventListener("pointerenter", () => light(each));
    each.element.addEventListener("pointerleave", dim);
    each.element.addEventListener("focus", () => light(each));
    each.element.addEventListener("blur", dim);
  }
  svg.addEventListener("keydown", (event) => {
    const objects = arcs[verb].objects.length;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step && object < 0) go(verb + step, -1);
    else if (step) go(verb, (object + step + objects) % objects);
    else if (event.key === "ArrowDown" && object < 0 && objects) go(verb, 0);
    else if (event.key === "ArrowUp" && object >= 0) go(verb, -1);
    else return;
    event.preventDefault();
  });
  current().element.setAttribute("tabindex", "0");
}

function verbTable(verbs, lang) {
  const rows = verbs.verbs.map((verb) => [
    quoted("span", verb.verb, lang),
    number(verb.count),
    make("span", { lang }, verb.objects.map((object) => `${object.text} ${number(object.count)}`).join(" · ") || "–"),
  ]);
  return behind(say("verbs"), [say("verb"), say("count"), say("object")], rows);
}
