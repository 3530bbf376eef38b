"""How fast the report is with many tasks: writing it, opening it, and each thing that is done in the browser.

Run: python bench/report_page.py [TASKS]. The tasks are the offline backend's Korean ones, numbered so that each is another
text; half as many refused texts stand beside them. A step lasts from the key or the click until the frame that shows what came
of it, the 30 ms included that the page waits for a next letter. Needs chromium and playwright.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser import chromium, opened

from selfinstruct import api, jsonl
from selfinstruct.figures.sources import Source, read_source
from selfinstruct.plugins import load
from selfinstruct.records import Rejection
from selfinstruct.reporting.writing import write_report

AIM = 200
TIMES = 7

# Does something in the page and tells how many milliseconds went by until it was on the screen.
MEASURE = """async ([selector, event, value]) => {
  const element = document.querySelector(selector);
  const list = document.getElementById("list");
  const began = performance.now();
  if (event === "click") element.click();
  else { element.value = value; element.dispatchEvent(new Event(event, {bubbles: true})); }
  const until = async (there) => { while (!there()) await new Promise((done) => setTimeout(done, 1)); };
  await until(() => !list.getAttribute("aria-busy"));
  if (selector.includes("td.text")) await until(() => document.querySelector("#task .instruction"));
  if (selector.includes("summary")) await until(() => document.querySelector("#task pre"));
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - began;
}"""

STEPS: Mapping[str, list[tuple[str, str, str]]] = {
    "search for a common word": [("#search", "input", "주세요"), ("#search", "input", "해")],
    "search for a rare word": [("#search", "input", "99,123"), ("#search", "input", "없는 말입니다")],
    "search for nothing": [("#search", "input", "")],
    "only classifications": [("[name=classification]", "input", "1"), ("[name=classification]", "input", "")],
    "score from 0.3": [("[name=nearest-least]", "input", "0.3"), ("[name=nearest-least]", "input", "")],
    "refused texts": [("[name=state]", "input", "2"), ("[name=state]", "input", "0")],
    "sort by text": [("[data-sort=text]", "click", "")],
    "sort by score": [("[data-sort=nearest]", "click", "")],
    "sort by length": [("[data-sort=length]", "click", "")],
    "next page": [("[data-page=next]", "click", "")],
    "last page": [("[data-page=last]", "click", "")],
    "open a task": [("#list tr:nth-child(20) td.text a", "click", "")],
    "open its prompt": [("#task details[data-stage=generate] summary", "click", "")],
    "close it": [("#task .close", "click", "")],
}


def main() -> None:
    """Build the report and print what each step took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        source = many(Path(folder), count)
        began = time.perf_counter()
        # Without the language's plugin: what is measured is the page and its writing, not how fast a text is cut into tokens.
        file = write_report([source], Path(folder) / "report.html", load(["ko"]), language="en")
        took = time.perf_counter() - began
        rows = len(source.tasks) + sum(map(len, source.rejections.values()))
        print(f"{len(source.tasks):,} tasks, {rows:,} rows, {file.stat().st_size / 1e6:.1f} MB, written in {took:.1f} s")
        with chromium() as browser:
            measure(browser, file)


def many(folder: Path, count: int) -> Source:
    """A run with so many tasks, made of a small one."""
    api.run("ko", 400, backend="offline", out=folder / "run")
    small = read_source(folder / "run")
    tasks, instructions = [], {}
    for number in range(count):
        task = small.tasks[number % len(small.tasks)]
        text, id_ = f"{task.instruction} ({number:,})", f"{task.id}-{number}"
        tasks.append(replace(task, id=id_, instruction=text))
        instructions[id_] = small.instructions[task.id] | {"id": id_, "instruction": text}
    known = [each for found in small.rejections.values() for each in found]
    refused = [replace(each, text=f"{each.text} ({number})") for number, each in cycled(known, count // 2)]
    log = folder / "many.jsonl"
    log.write_bytes(b"".join(jsonl.dump(row) for row in jsonl.read(folder / "run" / "completions.jsonl")))
    return replace(
        small, name="many", tasks=tasks, instructions=instructions, rejections={"generate": refused}, completions=log
    )


def cycled(known: list[Rejection], count: int) -> Iterator[tuple[int, Rejection]]:
    """So many, again and again the same, numbered."""
    return ((number, known[number % len(known)]) for number in range(count))


def measure(browser: Any, file: Path) -> None:
    """Print the milliseconds of each step, and which is above the aim."""
    began = time.perf_counter()
    with opened(browser, file.as_uri() + "#tasks", ready=False) as page:
        page.set_default_timeout(300_000)
        page.wait_for_selector("#list tbody tr")
        print(f"{'first rows on the screen':<28} {(time.perf_counter() - began) * 1000:>8.0f} ms")
        page.wait_for_selector("html[data-ready=true]", state="attached")
        print(f"{'all texts can be searched':<28} {(time.perf_counter() - began) * 1000:>8.0f} ms")
        results = {name: [page.evaluate(MEASURE, list(step)) for step in steps] for name, steps in STEPS.items()}
        for _ in range(TIMES - 1):
            for name, steps in STEPS.items():
                results[name] += [page.evaluate(MEASURE, list(step)) for step in steps]
        print(f"{'step':<28} {'first':>8} {'median':>8} {'most':>8}  ms")
        for name, times in results.items():
            late = "  above the aim" if max(times) > AIM else ""
            print(f"{name:<28} {times[0]:>8.0f} {statistics.median(times):>8.0f} {max(times):>8.0f}{late}")
        heap = page.evaluate("performance.memory ? performance.memory.usedJSHeapSize : 0")
        print(json.dumps({"heap_mb": round(heap / 1e6)}))


if __name__ == "__main__":
    main()
