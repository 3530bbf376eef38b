"""The report in a real browser: clicked through, typed through, attacked, and compared with the files."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium, opened

from selfinstruct import api, jsonl
from selfinstruct.figures.overview import overview
from selfinstruct.figures.sources import Source, read_source
from selfinstruct.plugins import load
from selfinstruct.reporting.writing import write_report
from selfinstruct.text import key

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with more tasks than one page of the list holds."""
    folder = tmp_path_factory.mktemp("runs") / "ko-many"
    api.run("ko", 120, backend="offline", out=folder)
    return folder


@pytest.fixture(scope="module")
def source(run: Path) -> Source:
    return read_source(run)


@pytest.fixture(scope="module")
def address(source: Source, tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_report([source], tmp_path_factory.mktemp("page") / "report.html", load()).as_uri()


def texts(page: Any) -> list[str]:
    """What the list shows, once it is done with what was asked."""
    page.wait_for_selector("#list:not([aria-busy=true])")
    return page.locator("#list td.text a").all_text_contents()  # type: ignore[no-any-return]


def found(page: Any) -> int:
    """How many rows the page says it has found."""
    page.wait_for_selector("#list:not([aria-busy=true])")
    digits = re.sub(r"\D", "", page.locator("#found").inner_text())
    return int(digits or 0)


def with_text(source: Source, asked: str) -> list[str]:
    """The tasks that hold a text, found without the page."""
    return [
        task.instruction
        for task in source.tasks
        if key(asked)
        in key("\n".join([task.instruction, *(side for i in task.instances for side in (i.input, i.output)), task.id]))
    ]


@pytest.mark.parametrize("asked", ["써 주세요", "파이썬", "ＳＱＬ", "sql", "없는 말입니다"])
def test_search_finds_what_holds_the_text(browser: Any, address: str, source: Source, asked: str) -> None:
    with opened(browser, address) as page:
        page.click("#to-tasks")
        assert found(page) == len(source.tasks)
        page.fill("#search", asked)
        wanted = with_text(source, asked)
        assert found(page) == len(wanted)
        assert texts(page) == wanted[:50]


def test_filters_leave_what_they_say(browser: Any, address: str, source: Source) -> None:
    with opened(browser, address + "#tasks") as page:
        page.select_option("[name=classification]", "1")
        assert found(page) == sum(task.is_classification for task in source.tasks)
        page.click("#reset")
        best = {task.id: max(source.instructions[task.id]["most_similar"].values()) for task in source.tasks}
        page.fill("[name=nearest-least]", "0.3")
        page.fill("[name=nearest-most]", "0.5")
        assert found(page) == sum(0.3 <= round(score, 4) <= 0.5 for score in best.values())
        page.click("#reset")
        page.select_option("[name=state]", "2")
        assert found(page) == sum(map(len, source.rejections.values()))
        reasons = page.locator("[name=reason] option").all_text_contents()
        duplicate = next(i for i, text in enumerate(reasons) if "중복" in text and "생성" in text)
        page.select_option("[name=reason]", index=duplicate)
        wanted = [each.text for each in source.rejections["generate"] if each.reason == "duplicate"]
        assert wanted
        assert texts(page) == wanted


def test_columns_sort_both_ways(browser: Any, address: str, source: Source) -> None:
    with opened(browser, address + "#tasks") as page:
        cells = page.locator("#list td.nearest")
        page.click("[data-sort=nearest]")
        highest = max(max(source.instructions[task.id]["most_similar"].values()) for task in source.tasks)
        shown = [float(text) for text in cells.all_text_contents()]
        assert shown == sorted(shown, reverse=True)
        assert shown[0] == pytest.approx(highest, abs=0.0006)
        assert page.locator("th[aria-sort=descending]").count() == 1
        page.click("[data-sort=nearest]")
        shown = [float(text) for text in cells.all_text_contents()]
        assert shown == sorted(shown)
        page.click("[data-sort=text]")
        assert texts(page) == sorted((task.instruction for task in source.tasks), key=key)[:50]


def test_pages_turn(browser: Any, address: str, source: Source) -> None:
    with opened(browser, address + "#tasks") as page:
        every = [task.instruction for task in source.tasks]
        page.click("[data-page=next]")
        assert texts(page) == every[50:100]
        page.click("[data-page=last]")
        assert texts(page) == every[100:]
        assert page.locator("[data-page=next]").is_disabled()
        page.fill(".pager input", "2")
        page.press(".pager input", "Enter")
        assert texts(page) == every[50:100]


def test_a_task_opens_with_all_that_is_known(browser: Any, address: str, source: Source, run: Path) -> None:
    task = source.tasks[7]
    row = source.instructions[task.id]
    log = {(r["stage"], r["request_idx"]): r for r in jsonl.read(run / "completions.jsonl")}
    with opened(browser, address + "#tasks") as page:
        page.locator("#list td.text a").nth(7).click()
        assert page.locator("#task .instruction").inner_text() == task.instruction
        assert page.locator("#task-title code").inner_text() == task.id
        shown = page.locator("#task .instances > li")
        assert shown.count() == len(task.instances)
        for i, each in enumerate(task.instances):
            assert shown.nth(i).locator("dd").nth(1).text_content() == each.output
        nearest = page.locator("#task .nearest li")
        assert [nearest.nth(i).locator(".quoted").text_content() for i in range(nearest.count())] == list(row["most_similar"])
        details = page.locator("#task details[data-stage=generate]")
        details.locator("summary").click()
        details.locator("pre").first.wait_for()
        wanted = log["generate", row["request_idx"]]
        said = [wanted["text"], *(message["content"] for message in wanted["prompt"]["messages"])]
        assert details.locator("pre").all_text_contents() == said
        for stage in ("classify", "instances"):
            assert page.locator(f"#task details[data-stage={stage}]").count() == 1
        linked = page.locator("#task .nearest a").first
        text = linked.text_content()
        linked.click()
        page.locator("#task .instruction", has_text=text).wait_for()


def test_the_figures_on_the_page_are_those_of_the_overview(browser: Any, address: str, source: Source) -> None:
    figures = overview(source, load().language("ko"))
    table = figures.table
    with opened(browser, address, locale="ko-KR") as page:
        cells = page.locator("#glance tbody").first.locator("td").all_text_contents()
        counts = [table.instructions, table.classifications, table.others, table.instances, table.empty_inputs]
        means = [table.instruction_length, table.input_length, table.output_length]
        assert cells == [str(count) for count in counts] + [f"{mean:.1f}" for mean in means]
        use = page.locator("#part-use tbody tr")
        for i, stage in enumerate(figures.use or ()):
            told = [int(re.sub(r"\D", "", text)) for text in use.nth(i).locator("td").all_text_contents()[:4]]
            assert told == [stage.requests, stage.failed, stage.prompt_tokens, stage.completion_tokens]
        reasons = page.locator("#part-refusals .reason > summary .figure").all_text_contents()
        assert [int(text) for text in reasons] == [reason.count for each in figures.refusals or () for reason in each.reasons]
        pairs = page.locator("#part-pairs tbody tr").all_text_contents()
        assert len(pairs) == len(figures.similarity.nearest or ())
        seed = page.locator("#part-likeness figure").first.locator(".behind td.figure").all_text_contents()
        assert figures.similarity.to_seed
        assert [int(text) for text in seed] == list(figures.similarity.to_seed.counts)
        firsts = page.locator("#part-openers table").first.locator("tbody th").all_text_contents()
        assert firsts == [each.text for each in figures.openers.one]
        assert figures.verbs
        verbs = page.locator("#part-verbs .behind tbody tr td:nth-child(1)").all_text_contents()
        assert verbs == [verb.verb for verb in figures.verbs.verbs]


def test_reasons_lead_to_what_was_refused(browser: Any, address: str, source: Source) -> None:
    with opened(browser, address) as page:
        reason = page.locator("#part-refusals .reason").first
        count = int(reason.locator("summary .figure").inner_text())
        reason.locator("summary").click()
        assert reason.locator(".examples li").count() == min(3, count)
        reason.locator("button").click()
        assert found(page) == count
        page.locator("#list td.text a").first.click()
        page.locator("#task .tag.refused").wait_for()


def test_everything_can_be_done_with_keys(browser: Any, address: str, source: Source) -> None:
    def focused(page: Any) -> str:
        return page.evaluate("document.activeElement.id || document.activeElement.textContent")  # type: ignore[no-any-return]

    with opened(browser, address) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert focused(page) == "main"
        page.keyboard.press("/")
        assert focused(page) == "search"
        page.keyboard.type("주세요")
        wanted = with_text(source, "주세요")
        assert found(page) == len(wanted)
        page.keyboard.press("Escape")
        assert found(page) == len(source.tasks)
        while not page.evaluate("document.activeElement.matches('#list td.text a')"):
            page.keyboard.press("Tab")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert focused(page) == source.tasks[2].instruction
        page.keyboard.press("End")
        page.keyboard.press("ArrowDown")
        assert focused(page) == source.tasks[50].instruction
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector("#task-title:focus")
        assert page.locator("#task .instruction").inner_text() == source.tasks[1].instruction
        page.keyboard.press("Escape")
        assert page.locator("#task").is_hidden()
        assert focused(page) == source.tasks[1].instruction


def test_the_sunburst_is_walked_with_arrows(browser: Any, address: str) -> None:
    with opened(browser, address) as page:
        first = page.locator(".sunburst .arc[tabindex='0']")
        assert first.count() == 1
        name = first.get_attribute("aria-label")
        first.focus()
        page.keyboard.press("ArrowRight")
        second = page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert second != name
        assert re.match(r".+: \d", second)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
        verb, arrow, rest = page.evaluate("document.activeElement.getAttribute('aria-label')").partition(" → ")
        assert (verb, arrow) == (name.split(":")[0], " → ")
        assert rest
        page.keyboard.press("ArrowUp")
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == name
        assert page.locator(".sunburst .arc.on").count() == 1
        assert page.locator(".sunburst .arc[tabindex='0']").count() == 1


def lightness(page: Any) -> int:
    """Of the paper: the sum of its colours, 0 to 765."""
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def test_light_and_dark_follow_the_system_and_the_switch(browser: Any, address: str) -> None:
    with opened(browser, address, color_scheme="dark") as page:
        assert lightness(page) < 150
        page.select_option("#theme", "light")
        assert lightness(page) > 600
    with opened(browser, address, color_scheme="light") as page:
        assert lightness(page) > 600
        page.select_option("#theme", "dark")
        assert lightness(page) < 150


def test_the_page_speaks_three_languages_and_the_texts_keep_theirs(browser: Any, address: str) -> None:
    with opened(browser, address + "#tasks") as page:
        heads = {}
        for language in ("en", "ja", "ko"):
            page.select_option("#language", language)
            assert page.evaluate("document.documentElement.lang") == language
            heads[language] = page.locator("#to-tasks").inner_text()
            assert page.locator("#list td.text a").first.get_attribute("lang") == "ko"
        assert len(set(heads.values())) == 3
        broken = page.evaluate("[...document.querySelectorAll('[data-say]')].filter((e) => !e.textContent).length")
        assert broken == 0
        assert page.evaluate("getComputedStyle(document.querySelector('#list td.text a')).wordBreak") == "keep-all"


def test_nothing_stands_out_of_a_small_screen(browser: Any, address: str) -> None:
    with opened(browser, address, viewport={"width": 360, "height": 740}) as page:
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wide) <= 0
        page.goto(address + "#tasks/0/3")
        page.wait_for_selector("#task-title")
        assert page.evaluate(wide) <= 0
        page.click("#task .close")
        assert page.evaluate(wide) <= 0


def test_names_and_landmarks_are_there_for_screen_readers(browser: Any, address: str) -> None:
    with opened(browser, address + "#tasks/0/0") as page:
        page.wait_for_selector("#task-title")
        nameless = page.evaluate(
            """[...document.querySelectorAll('input, select, button')].filter((e) => !(e.textContent.trim()
            || e.ariaLabel || (e.labels && e.labels.length))).map((e) => e.outerHTML)"""
        )
        assert nameless == []
        assert page.evaluate("[...document.querySelectorAll('table')].filter((t) => !t.caption).length") == 0
        assert page.evaluate("[...document.querySelectorAll('svg')].filter((s) => !s.getAttribute('aria-label')).length") == 0
        for landmark in ("banner", "main", "navigation", "search", "status"):
            assert page.get_by_role(landmark).count() >= 1
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
        assert len(ids) == len(set(ids))


ATTACKS = (
    "<script>window.hit = 1</script>",
    "</script><script>window.hit = 2</script>",
    "<img src=x onerror='window.hit = 3'>",
    '<a href="javascript:window.hit = 4">javascript:window.hit = 4</a>',
    "{{constructor.constructor('window.hit = 5')()}} ${window.hit = 6} '\" onmouseover=window.hit=7 x='",
    "line\u2028separator\u2029paragraph",
    "\u202egnp.exe \u2066turned\u2069",
    "<!-- --><svg onload=window.hit=8>&lt;b&gt;</textarea></style></title>",
)
ATTACK = " ".join(ATTACKS)
STRUCTURE = {"stage", "prompt_sha256", "created_at", "tokenizer"}


def poisoned(value: Any, name: str = "") -> Any:
    """The same with the attacks behind every text, and before every key that is a text of its own."""
    if isinstance(value, dict):
        return {(poisoned(k) if name == "most_similar" else k): poisoned(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(each, name) for each in value]
    return f"{value} {ATTACK}" if isinstance(value, str) and name not in STRUCTURE else value


@pytest.fixture(scope="module")
def attacked(run: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a run whose every text attacks."""
    folder = shutil.copytree(run, tmp_path_factory.mktemp("evil") / "<img src=x onerror='window.hit = 9'>")
    for file in folder.glob("*.jsonl"):
        rows = [poisoned(row) for row in jsonl.read(file)]
        if file.name.startswith(("rejections", "completions")):
            rows = [row | {"text": row["text"] + " \ud800 \udfff"} for row in rows]
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    evil = read_source(folder)
    assert "<script>" in evil.tasks[0].id
    return write_report([evil], folder.parent / "report.html", load()).as_uri()


def untouched(page: Any) -> bool:
    """No attack has run, and none has become an element."""
    return bool(
        page.evaluate(
            """window.hit === undefined
            && document.querySelectorAll('img, iframe, object, embed, base, textarea').length === 0
            && [...document.querySelectorAll('a')].every((a) => a.getAttribute('href').startsWith('#'))
            && document.querySelectorAll('script:not([type])').length === 1
            && ![...document.querySelectorAll('*')].some((e) =>
              [...e.attributes].some((a) => a.name.startsWith('on')))"""
        )
    )


def test_attacks_do_nothing_and_are_shown_as_text(browser: Any, attacked: str, source: Source) -> None:
    with opened(browser, attacked) as page:
        assert untouched(page)
        for details in page.locator("#figures details").all():
            details.evaluate("(e) => { e.open = true }")
        assert untouched(page)
        page.click("#to-tasks")
        page.fill("#search", "<script>window.hit = 1</script>")
        assert found(page) == len(source.tasks)
        page.locator("#list td.text a").first.click()
        page.wait_for_selector("#task .instruction")
        shown = page.locator("#task .instruction").text_content()
        for attack in ATTACKS[:5]:
            assert attack in shown
        output = page.locator("#task .instances dd").nth(1).text_content()
        assert "\u27e8U+202E\u27e9gnp.exe" in output
        assert "\u27e8U+2028\u27e9" in output
        assert "\u202e" not in page.locator("body").text_content().replace("\n", "")[-5000:]
        for summary in page.locator("#task details > summary").all():
            summary.click()
        page.locator("#task pre").nth(2).wait_for()
        assert "\u27e8U+D800\u27e9" in page.locator("#task details pre").first.text_content()
        assert untouched(page)
        page.keyboard.press("Escape")
        page.select_option("[name=state]", "2")
        page.fill("#search", "")
        assert found(page) == sum(map(len, source.rejections.values()))
        page.locator("#list td.text a").first.click()
        page.wait_for_selector("#task .tag.refused")
        assert "\u27e8U+DFFF\u27e9" in page.locator("#task .instruction").text_content()
        page.click("#task .close")
        page.hover("#list td.what .tag >> nth=0")
        page.emulate_media(media="print")
        assert untouched(page)


def test_an_address_from_elsewhere_is_no_way_in(browser: Any, address: str) -> None:
    for part in (
        "#tasks/0/<img src=x onerror=alert(1)>",
        "#tasks/9/1",
        "#tasks/0/-1",
        "#tasks/0/1e9",
        "#tasks/0/=%3Cscript%3E",
        "#x",
    ):
        with opened(browser, address + part) as page:
            assert untouched(page)
            assert page.locator("#task").is_hidden()


def test_runs_stand_side_by_side(browser: Any, run: Path, source: Source, tmp_path: Path) -> None:
    api.run("en", 20, backend="offline", out=tmp_path / "en-few")
    few = read_source(tmp_path / "en-few")
    file = write_report([source, few], tmp_path / "both.html", load(), language="en")
    with opened(browser, file.as_uri()) as page:
        assert page.locator("#glance thead th").all_text_contents()[1:] == ["ko-many", "en-few"]
        assert page.locator("#part-likeness .run").count() == 2
        page.click("#to-tasks")
        assert found(page) == len(source.tasks) + len(few.tasks)
        page.select_option("[name=source]", "1")
        assert texts(page) == [task.instruction for task in few.tasks]
        page.locator("#list td.text a").nth(1).click()
        page.wait_for_selector("#task .instruction")
        assert page.locator("#task .instruction").get_attribute("lang") == "en"
        assert page.locator("#task .nearest .quoted").count() == 10


def test_what_is_left_out_is_said(browser: Any, source: Source, tmp_path: Path) -> None:
    file = write_report([source], tmp_path / "r.html", load(), language="en", most_of_requests=1000)
    with opened(browser, file.as_uri() + "#tasks/0/0") as page:
        page.wait_for_selector("#task .instruction")
        assert "selfinstruct view" in page.locator("#task").inner_text()
        assert page.locator("#task details").count() == 0


def test_a_file_of_tasks_has_a_page_too(browser: Any, run: Path, tmp_path: Path) -> None:
    tasks = read_source(run / "tasks.jsonl", "ko")
    with opened(browser, write_report([tasks], tmp_path / "r.html", load()).as_uri()) as page:
        assert page.locator("#glance tbody td").first.inner_text() == str(len(tasks.tasks))
        page.click("#to-tasks")
        assert found(page) == len(tasks.tasks)
        page.locator("#list td.text a").first.click()
        assert page.locator("#task .instruction").inner_text() == tasks.tasks[0].instruction
