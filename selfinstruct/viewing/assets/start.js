// Joins marking and asking to the page.
const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

const review = new Review(() => {
  marks.draw();
  for (const line of document.querySelectorAll("#list tbody tr")) {
    const cell = line.querySelector("[data-standing]");
    if (cell) cell.replaceWith(standingOf(Number(cell.dataset.standing)));
  }
});
const editing = new Editing();
const marks = new Marks(review, editing);
const sampling = new Sampling();
const questions = make("button", { type: "button", id: "to-questions", class: "link", onclick: () => sampling.open() });

// What the list shows of a row.
function standingOf(index) {
  if (index >= page.store.sources[0].tasks) return null;
  const state = standing(review.at(index), page.store.instances[index]);
  return make("span", { "data-standing": index, class: `standing ${state.toLowerCase()}` }, state ? say(`mark${state}`) : "");
}

function changed() {
  questions.textContent = say("askTitle");
  if (sampling.dialog.open) sampling.draw();
  if (review.stamp !== page.store.overview.stamp) {
    // Rows have other numbers now; an open task is told anew in a moment.
    review.marks.clear();
    marks.open = null;
    review.read();
  }
}

function keys(event) {
  if (event.target.closest("input, select, textarea, dialog") || document.getElementById("tasks").hidden) return;
  const pressed = letter(event);
  if (pressed === "j" || pressed === "k") step(pressed === "j" ? 1 : -1);
  else if (!marks.key(pressed)) return;
  event.preventDefault();
}

async function watch() {
  await review.look();
  setTimeout(watch, 3000);
}

document.querySelector(".top nav").append(questions);
document.body.append(toast);
addEventListener("keydown", keys);
page.extend({
  words: VIEW_WORDS,
  columns: [{ name: "mark", title: () => say("mark"), value: (row) => standingOf(row.index) }],
  opened: (row, task, element) => marks.opened(row, task, element),
  changed,
});
questions.textContent = say("askTitle");
setTimeout(watch, 3000);
