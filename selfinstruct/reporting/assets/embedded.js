// The data in this file: blocks in base64 and gzip, unpacked when they are asked for.
function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}

async function unpack(id) {
  const element = byId(id);
  if (!element || element.type !== "application/gzip") throw new Error(`no block ${id}`);
  const stream = new Blob([bytesOf(element.textContent)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

function embedded() {
  const places = new Map();
  const packs = new Map();

  // Stage and number -> where the answer stands; made when the first one is opened.
  async function placesOf(source) {
    if (!places.has(source)) {
      const stages = await unpack(`requests-${source}`);
      const maps = Object.entries(stages).map(([stage, rows]) => [stage, new Map(rows.map(([n, block, at]) => [n, [block, at]]))]);
      places.set(source, new Map(maps));
    }
    return places.get(source);
  }

  // The last blocks are kept: the requests of one task often stand together.
  async function packOf(id) {
    const pack = packs.get(id) || (await unpack(id));
    packs.delete(id);
    packs.set(id, pack);
    if (packs.size > 8) packs.delete(packs.keys().next().value);
    return pack;
  }

  return {
    served: false,
    leftOut: Boolean(byId("left-out")),
    overview: () => unpack("overview"),
    columns: (source) => unpack(`columns-${source}`),
    texts: (source, block) => unpack(`texts-${source}-${block}`),
    async request(source, stage, number) {
      const place = (await placesOf(source)).get(stage)?.get(number);
      return place ? (await packOf(`answers-${source}-${place[0]}`))[place[1]] : null;
    },
    async changed() {
      return false;
    },
  };
}
