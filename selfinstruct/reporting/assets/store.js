// All rows of all sources: columns in typed arrays, texts as they come in. A row has one number on the page.
const TASK = 0;
const INSTRUCTION = 1;
const REFUSED = 2;
const UNKNOWN = -1;

class Store {
  constructor(data, overview) {
    this.data = data;
    this.overview = overview;
    this.sources = overview.sources;
    this.size = overview.size;
    this.starts = [];
    this.count = 0;
    for (const source of this.sources) {
      this.starts.push(this.count);
      this.count += source.rows;
    }
    this.texts = new Array(this.count).fill("");
    this.folded = new Array(this.count).fill("");
    this.ids = new Map();
    this.read = 0;
    this.kinds = new Names();
    this.reasons = new Names();
    this.others = [];
    this.blocks = new Map();
    this.orders = new Map();
    this.last = null;
  }

  // The columns of every source, one behind another.
  async readColumns() {
    this.source = new Uint8Array(this.count);
    this.state = new Uint8Array(this.count);
    this.classification = new Int8Array(this.count);
    this.kind = new Int32Array(this.count);
    this.reason = new Int32Array(this.count);
    this.nearest = new Float32Array(this.count);
    this.score = new Float32Array(this.count);
    this.length = new Int32Array(this.count);
    this.instances = new Int32Array(this.count);
    this.alphabetical = new Int32Array(this.count);
    for (let source = 0; source < this.sources.length; source++) this.take(source, await this.data.columns(source));
  }

  take(source, columns) {
    const start = this.starts[source];
    const kinds = columns.kinds.map((kind) => this.kinds.place(kind));
    const reasons = columns.reasons.map(([stage, reason]) => this.reasons.place(`${stage}\n${reason}`));
    this.others[source] = columns.others;
    const known = (value) => (value === null ? NaN : value);
    for (let i = 0; i < columns.state.length; i++) {
      const row = start + i;
      this.source[row] = source;
      this.state[row] = columns.state[i];
      this.classification[row] = columns.classification[i] === null ? UNKNOWN : columns.classification[i];
      this.kind[row] = columns.kind[i] === null ? UNKNOWN : kinds[columns.kind[i]];
      this.reason[row] = columns.reason[i] === null ? UNKNOWN : reasons[columns.reason[i]];
      this.nearest[row] = known(columns.nearest[i]);
      this.score[row] = known(columns.score[i]);
      this.length[row] = columns.length[i];
      this.instances[row] = columns.instances[i];
      this.alphabetical[row] = columns.alphabetical[i];
    }
  }

  // Reads all texts, a few blocks at a time, and tells how far it is after each of them.
  async readTexts(progress) {
    const wanted = [];
    this.sources.forEach((source, number) => {
      for (let block = 0; block * this.size < source.rows; block++) wanted.push([number, block]);
    });
    const next = async () => {
      for (let at = wanted.shift(); at; at = wanted.shift()) {
        this.keep(at[0], at[1], (await this.data.texts(...at)).texts);
        progress(this.count ? this.read / this.count : 1);
      }
    };
    await Promise.all([next(), next(), next(), next()]);
  }

  keep(source, block, texts) {
    const start = this.starts[source] + block * this.size;
    texts.forEach((text, i) => {
      this.texts[start + i] = text.text;
      if (text.id !== undefined) this.ids.set(`${source}\n${text.id}`, start + i);
      const parts = text.id === undefined ? [text.text] : [text.text, ...text.instances.flat(), text.id];
      this.folded[start + i] = fold(parts.join("\n"));
    });
    this.read += texts.length;
  }

  // Everything about one row. The last blocks are kept unpacked.
  async open(row) {
    const source = this.source[row];
    const index = row - this.starts[source];
    const block = Math.floor(index / this.size);
    const name = `${source}-${block}`;
    if (!this.blocks.has(name)) this.blocks.set(name, this.data.texts(source, block));
    if (this.blocks.size > 4) this.blocks.delete(this.blocks.keys().next().value);
    return (await this.blocks.get(name)).texts[index % this.size];
  }

  lang(row) {
    return this.sources[this.source[row]].lang;
  }

  index(row) {
    return row - this.starts[this.source[row]];
  }

  stageAndReason(row) {
    return this.reasons.list[this.reason[row]].split("\n");
  }
}

// Values by number, in the order in which they came.
class Names {
  constructor() {
    this.list = [];
    this.places = new Map();
  }

  place(value) {
    if (!this.places.has(value)) this.places.set(value, this.list.push(value) - 1);
    return this.places.get(value);
  }
}
