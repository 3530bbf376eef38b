// The same data from the server that the page came from.
function served() {
  let stamp = "";

  async function get(path) {
    const answer = await fetch(path, { cache: "no-store", credentials: "same-origin" });
    if (answer.status === 410) throw new Gone();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  const block = (name) => get(`/data/${encodeURIComponent(stamp)}/${name}`);

  return {
    served: true,
    leftOut: false,
    async overview() {
      const found = await get("/data/overview");
      stamp = found.stamp;
      return found;
    },
    columns: (source) => block(`columns-${source}`),
    texts: (source, number) => block(`texts-${source}-${number}`),
    request: (source, stage, number) => block(`request-${source}-${encodeURIComponent(stage)}-${number}`),
    async changed() {
      return (await get("/data/stamp")).stamp !== stamp;
    },
  };
}

// The server no longer holds the state that was asked about.
class Gone extends Error {}
