"""A run, or several, as one page to look at: `report.html`, and the same page served by `view`.

The page takes everything through one object, `data` in `assets/`, which is there twice: one that reads blocks embedded in the
file (`embedded.js`), one that fetches them (`served.js`). Both know the same blocks, by the same names, each one JSON value:

| block | embedded | served | what it is |
|---|---|---|---|
| overview | `<script type="application/gzip" id="overview">` | `GET /data/overview` | what is shown first |
| columns | `id="columns-0"` | `GET /data/STAMP/columns-0` | of source 0: what rows are filtered and sorted by |
| texts | `id="texts-0-3"` | `GET /data/STAMP/texts-0-3` | of source 0: rows 3 * size to 4 * size - 1 |
| request | found through `id="requests-0"` | `GET /data/STAMP/request-0-generate-17` | prompt and answer of one request |
| stamp | never asked for | `GET /data/stamp` | `{"stamp": TEXT}`; another one when a source has changed |

A STAMP names a state of all sources, and blocks of one overview are asked for with its stamp; the server answers 410 for a
state that it no longer holds, and the page asks for the overview anew. Embedded blocks are gzipped and in base64. A number that
is not known is null. Texts are as the files have them: the page alone puts them on the screen, as text. `blocks.Blocks` makes
overview, columns and texts, `requests.LogIndex` finds requests: `view` has nothing to count or find anew. Where the embedded
requests would be too large, there is an empty block `left-out` in their place.

overview::

    {"format": 1, "stamp": "", "served": false, "language": "ko", "title": "ko-groq",
     "requests": true,           # false: no source has a log
     "size": 500,                # rows in a block of texts
     "sources": [SOURCE, ...]}

    SOURCE = {"name": "ko-groq", "lang": "ko", "rows": 1234, "tasks": 1000,
              "figures": {...}}         # asdict(figures.overview.overview(...)); path is the name alone

columns: one place for each row, in this order: tasks, instructions that are no task (yet), refused texts::

    {"state": [0, 0, 1, 2],             # 0 task, 1 instruction, 2 refused
     "classification": [1, 0, null, null],
     "kinds": ["rewrite"], "kind": [0, null, null, null],             # places in kinds
     "reasons": [["generate", "similar"]], "reason": [null, null, null, 0],
     "nearest": [0.4444, 0.31, 0.5, null],   # ROUGE-L to the nearest text of the pool
     "score": [5, null, null, null],    # the judge's lowest
     "length": [12, 8, 9, 31],          # of the instruction (refused: the text), in the unit of figures
     "instances": [1, 3, 0, 0],
     "alphabetical": [2, 0, 1, 3],      # place of the row when all are sorted by text
     "others": ["a text", ...]}         # texts that are near to a row and none themselves, such as those of seeds

texts::

    {"texts": [TASK | REFUSED, ...]}

    TASK = {"id": "ko-2ea75df97d32", "name": "", "text": "the instruction", "instances": [["input", "output"], ...],
            "nearest": [[17, 0.4444], [-1, 0.2], ...],   # best first; 17: row 17 of the source, -1: others[0], -2: others[1]
            "mean": 0.038,                               # mean ROUGE-L over the pool
            "from": [["ko-seed-100", null], ["ko-11…", 3]],           # id, and the row that has it
            "requests": [["generate", 17], ["classify", 40], ["instances", 40]],
            "source": "groq", "extra": {"score": [5]}}
    REFUSED = {"text": "…", "detail": "…", "requests": [["generate", 17]]}

request, null when the log has none::

    {"stage": "generate", "number": 17, "backend": "groq", "model": "…", "created_at": "2026-…", "finish_reason": "stop",
     "prompt": [["system", "…"], ["user", "…"]],         # [["", "…"]] for a prompt to be continued
     "sampling": {...}, "usage": {"prompt_tokens": 1, "completion_tokens": 2},
     "text": "the answer as it came", "error": null}     # or the message of what failed for good

What `view` adds to the page is a script of its own, given to `reporting.page.served_page`, that calls `page.extend`::

    page.extend({
      columns: [{name: "mark", title: "…", value: (row) => …}],   # further columns of the list; row: {source, index}
      opened(row, task, element) {},       # a task is shown: element is an empty one of its own below its title
      changed() {},                        # the data are new, or the language is
      words: {mark: {en: "Mark", ko: "…", ja: "…"}},              # merged into the table of texts; page.say("mark") tells one
    });

and may use `page.make(tag, attributes, ...children)` (children that are texts become text nodes), `page.refresh()`.
"""
