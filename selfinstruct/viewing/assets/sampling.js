// The questions of quality: one task of the sample at a time, three questions about it, a key for each answer.
const QUESTIONS = ["instruction", "input", "output"];

class Sampling {
  constructor() {
    this.path = `/sample/${told.size}/${told.seed}`;
    this.again = false;
    this.last = Promise.resolve();
    this.dialog = make("dialog", { class: "questions", "aria-labelledby": "questions-title" });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("close", () => document.getElementById("to-questions")?.focus());
    document.body.append(this.dialog);
  }

  async open() {
    if (this.dialog.open) return;
    try {
      this.found = await ask(this.path);
    } catch (error) {
      return notice(say("markNotRead", { why: error.message }));
    }
    this.again = false;
    this.at = this.pending(0);
    this.draw();
    this.dialog.showModal();
    this.focus();
  }

  get count() {
    return this.found.items.length * QUESTIONS.length;
  }

  answered(at) {
    return this.found.items[Math.floor(at / 3)].answers[QUESTIONS[at % 3]];
  }

  // The first question from one on, then from the beginning, that waits for an answer; null when none does.
  pending(from) {
    for (let i = 0; i < this.count; i++) {
      const at = (from + i) % this.count;
      const answer = this.answered(at);
      if (answer === undefined || (this.again && answer === "skip" && at >= from)) return at;
    }
    return null;
  }

  key(event) {
    event.stopPropagation();
    if (event.repeat) return;
    const pressed = letter(event);
    const answer = { y: "yes", n: "no", s: "skip" }[pressed];
    if (answer) this.answer(answer);
    else if (pressed === "b") this.goBack();
    else return;
    event.preventDefault();
  }

  // One after another: who is quick does not lose a key.
  answer(answer) {
    this.last = this.last.then(() => this.send(answer));
  }

  async send(answer) {
    if (this.at === null || !this.dialog.open) return;
    const item = this.found.items[Math.floor(this.at / 3)];
    const question = QUESTIONS[this.at % 3];
    const place = this.at % 3;
    try {
      this.found = await ask(this.path, { task: item.task, instance: item.instance, question, answer });
    } catch (error) {
      return this.draw(say("markNotSaved", { why: error.message }));
    }
    // While a run goes on, the sample may be another one by now.
    const next = this.found.items.findIndex((each) => each.task === item.task) * 3 + place + 1;
    this.at = this.again && next >= this.count ? this.left() : this.pending(Math.max(0, next) % this.count);
    this.draw();
    this.focus();
  }

  // When the skipped ones have been gone through: what nobody answered at all.
  left() {
    this.again = false;
    return this.pending(0);
  }

  goBack() {
    this.last = this.last.then(() => {
      if (!this.count) return;
      this.at = Math.max(0, (this.at === null ? this.count : this.at) - 1);
      this.draw();
      this.focus();
    });
  }

  skippedOnes() {
    this.again = true;
    this.at = this.pending(0);
    this.draw();
    this.focus();
  }

  focus() {
    (this.dialog.querySelector("[aria-current] h3") || this.dialog.querySelector("h2")).focus();
  }

  draw(warning = "") {
    const item = this.at === null ? null : this.found.items[Math.floor(this.at / 3)];
    const { items, seed } = this.found;
    this.dialog.replaceChildren(
      make(
        "header",
        {},
        make("h2", { id: "questions-title", tabindex: -1 }, say("askTitle"), " ", item ? make("span", { class: "count" }, say("askPlace", { number: number(Math.floor(this.at / 3) + 1), count: number(items.length) })) : null),
        make("button", { type: "button", class: "close", onclick: () => this.dialog.close() }, say("askClose")),
        make("p", { class: "quiet" }, say("askNote", { count: number(items.length), seed })),
      ),
      make("p", { class: "warning", role: "alert", hidden: !warning }, warning),
      item ? this.task(item) : this.end(),
      this.shares(),
    );
  }

  task(item) {
    const [input, output] = item.instance;
    const none = make("p", { class: "quiet" }, page.say("noInput"));
    const texts = [quoted("p", item.instruction), input ? quoted("p", input) : none, quoted("p", output)];
    const titles = ["editInstruction", "editInput", "editOutput"];
    const one = (question, i) => {
      const here = i === this.at % 3;
      const answer = item.answers[question];
      return make(
        "li",
        { "aria-current": here ? "step" : null, "data-question": question },
        make("p", { class: "quiet" }, say(titles[i])),
        texts[i],
        make("h3", { tabindex: here ? -1 : null }, say(`ask${question[0].toUpperCase()}${question.slice(1)}`)),
        here ? this.buttons() : null,
        answer ? make("p", { class: "answer" }, say({ yes: "askYes", no: "askNo", skip: "askSkipped" }[answer])) : null,
      );
    };
    return make("ol", { class: "asked" }, QUESTIONS.map(one));
  }

  buttons() {
    const button = (name, act) => make("button", { type: "button", "data-answer": name, onclick: act }, say(`ask${name[0].toUpperCase()}${name.slice(1)}`));
    return make(
      "p",
      { class: "buttons" },
      ["yes", "no", "skip"].map((answer) => button(answer, () => this.answer(answer))),
      button("back", () => this.goBack()),
      make("span", { class: "keys quiet" }, say("askKeys")),
    );
  }

  end() {
    const skipped = this.found.items.reduce((sum, item) => sum + Object.values(item.answers).filter((answer) => answer === "skip").length, 0);
    return make(
      "div",
      { class: "end", role: "status" },
      make("p", {}, say(this.count ? "askDone" : "askNothing")),
      skipped ? make("button", { type: "button", "data-answer": "again", onclick: () => this.skippedOnes() }, say("askAgain", { count: number(skipped) })) : null,
      this.count ? make("button", { type: "button", "data-answer": "back", onclick: () => this.goBack() }, say("askBack")) : null,
    );
  }

  shares() {
    const names = { instruction: "askOfInstruction", input: "askOfInput", output: "askOfOutput", all: "askAll" };
    const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent", maximumFractionDigits: 1 });
    const row = (each) =>
      make(
        "tr",
        { "data-question": each.question },
        make("th", { scope: "row" }, say(names[each.question])),
        [each.yes, each.no, each.skipped, each.left].map((count) => make("td", { class: "figure" }, number(count))),
        make("td", { class: "figure share" }, each.share === null ? "–" : share.format(each.share)),
        make("td", { class: "figure" }, each.wilson_95 ? each.wilson_95.map((end) => share.format(end)).join(" – ") : "–"),
      );
    const heads = ["askYes", "askNo", "askSkipped", "askLeft", "askShare", "askInterval"].map((name) => make("th", { scope: "col" }, say(name)));
    return make("div", { class: "scroll" }, make("table", { class: "shares" }, make("thead", {}, make("tr", {}, make("td"), heads)), make("tbody", {}, this.found.shares.map(row))));
  }
}
