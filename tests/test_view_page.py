"""The viewer in a real browser: marking, editing, asking, and a run that grows while somebody reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser import chromium, opened

from selfinstruct import api, jsonl
from selfinstruct.plugins import Plugins, load
from selfinstruct.quality import sample
from selfinstruct.reviews import REVIEWS, Reviews, Subject, reviewed, reviews
from selfinstruct.taskfile import read_tasks
from selfinstruct.viewing.server import Server
from selfinstruct.viewing.site import Sampling

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def loaded() -> Plugins:
    return load()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with more tasks than one page of the list holds."""
    folder = tmp_path_factory.mktemp("made") / "ko-many"
    api.run("ko", 70, backend="offline", out=folder)
    return folder


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Path:
    """A run of one's own."""
    return Path(shutil.copytree(made, tmp_path / "ko-many"))


@contextmanager
def serving(folder: Path, plugins: Plugins, **options: Any) -> Iterator[str]:
    with Server(folder, plugins, port=0, **options) as server:
        thread = Thread(target=server.serve)
        thread.start()
        try:
            yield server.address
        finally:
            server.stop()
            thread.join()


@contextmanager
def viewing(browser: Any, folder: Path, plugins: Plugins, place: str = "#tasks", **options: Any) -> Iterator[Any]:
    """The page of a run. errors: as in `opened`; the other options are the server's."""
    errors = options.pop("errors", 0)
    with serving(folder, plugins, **options) as address, opened(browser, address + place, errors=errors) as page:
        yield page


def tasks_of(run: Path) -> list[Any]:
    return [json.loads(line) for line in (run / "tasks.jsonl").read_bytes().splitlines()]


def rows_of(run: Path) -> list[Any]:
    return [json.loads(line) for line in (run / REVIEWS).read_bytes().splitlines()]


def standing(page: Any, state: str) -> None:
    """Wait until the open task stands so."""
    page.wait_for_selector(
        f'.marks [data-subject="task"].{state}'
        if state
        else '.marks [data-subject="task"]:not(.accepted, .rejected, .edited, .partly)'
    )


def several(run: Path) -> int:
    """The place of a task with several instances."""
    return next(i for i, task in enumerate(tasks_of(run)) if len(task["instances"]) > 1)


def single(run: Path) -> int:
    return next(i for i, task in enumerate(tasks_of(run)) if len(task["instances"]) == 1)


def test_keys_go_through_tasks_and_mark_them(browser: Any, run: Path, loaded: Plugins) -> None:
    ids = [task["id"] for task in tasks_of(run)]
    with viewing(browser, run, loaded) as page:
        for name, key, state in zip(ids, "ara", ("accepted", "rejected", "accepted"), strict=False):
            page.keyboard.press("j")
            page.wait_for_selector(f"#task-title:has-text('{name}')")
            page.keyboard.press(key)
            standing(page, state)
        page.keyboard.press("u")
        standing(page, "")
        page.keyboard.press("k")
        page.wait_for_selector(f"#task-title:has-text('{ids[1]}')")
        assert [row["task"] for row in rows_of(run)] == [ids[0], ids[1], ids[2], ids[2]]
        assert [row["mark"] for row in rows_of(run)] == ["accept", "reject", "accept", "undo"]
        shown = page.locator("#list [data-standing]").all_text_contents()
        assert shown[:3] == ["승인함", "반려함", ""]
        page.keyboard.press("a")
        standing(page, "accepted")
        page.keyboard.press("a")
        page.keyboard.press("u")
        standing(page, "rejected")
        assert len(rows_of(run)) == 6, "what is accepted is not accepted again"


def test_keys_of_a_hangul_keyboard_are_the_same(browser: Any, run: Path, loaded: Plugins) -> None:
    with viewing(browser, run, loaded) as page:
        for key, code in (("ㅓ", "KeyJ"), ("ㅁ", "KeyA")):
            told = "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }))"
            page.evaluate(told, [key, code])
            page.wait_for_selector(".marks")
        standing(page, "accepted")


def test_the_next_one_may_be_on_the_next_page(browser: Any, run: Path, loaded: Plugins) -> None:
    ids = [task["id"] for task in tasks_of(run)]
    with viewing(browser, run, loaded, "#tasks/0/49") as page:
        page.check(".marks .goon input")
        page.locator("#task-title").focus()
        page.keyboard.press("a")
        page.wait_for_selector(f"#task-title:has-text('{ids[50]}')")
        assert page.locator("#list tr.chosen").get_attribute("data-row") == "50"
        page.keyboard.press("k")
        page.wait_for_selector(f"#task-title:has-text('{ids[49]}')")
        standing(page, "accepted")


def test_keys_do_nothing_where_somebody_types(browser: Any, run: Path, loaded: Plugins) -> None:
    with viewing(browser, run, loaded, "#tasks/0/0") as page:
        page.wait_for_selector(".marks")
        page.click("#search")
        page.keyboard.type("areju")
        page.keyboard.press("Control+a")
        page.locator("#task-title").focus()
        page.keyboard.press("Control+a")
        page.wait_for_timeout(200)
        assert page.input_value("#search") == "areju"
        assert not (run / REVIEWS).exists()


def test_editing_korean(browser: Any, run: Path, loaded: Plugins) -> None:
    place = single(run)
    task = tasks_of(run)[place]
    with viewing(browser, run, loaded, f"#tasks/0/{place}") as page:
        page.wait_for_selector(".marks")
        page.keyboard.press("e")
        area = page.locator("dialog.editing textarea")
        assert [each.input_value() for each in area.all()] == [
            task["instruction"],
            task["instances"][0]["input"],
            task["instances"][0]["output"],
        ]
        page.fill("textarea[name=instruction]", "  고친 지시문입니다.  ")
        page.fill("textarea[name=output]", "")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("dialog.editing .warning:not([hidden])")
        page.fill("textarea[name=output]", "첫 줄\n둘째 줄 <b>굵게</b> " + "가\u0300")
        page.keyboard.press("Control+Enter")
        standing(page, "edited")
        assert page.locator(".marks .edited dd").all_text_contents()[0] == "고친 지시문입니다."
        assert page.locator(".marks .edited b").count() == 0
        page.reload()
        standing(page, "edited")
        page.keyboard.press("a")
        page.wait_for_selector(".toast:has-text('되돌리기')")
        page.keyboard.press("e")
        assert page.input_value("textarea[name=instruction]") == "고친 지시문입니다."
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.editing:not([open])", state="attached")
    left = reviewed(read_tasks(run / "tasks.jsonl", "ko"), reviews(run), only_accepted=True)
    assert [(each.id, each.instruction) for each in left] == [(task["id"], "고친 지시문입니다.")]
    assert left[0].instances[0].output == "첫 줄\n둘째 줄 <b>굵게</b> 가\u0300"
    assert tasks_of(run)[place] == task


def test_a_draft_is_there_again(browser: Any, run: Path, loaded: Plugins) -> None:
    with viewing(browser, run, loaded, "#tasks/0/0") as page:
        page.wait_for_selector(".marks")
        page.keyboard.press("e")
        page.fill("textarea[name=instruction]", "쓰다 만 글")
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.editing:not([open])", state="attached")
        assert page.locator("#task-title").is_visible(), "the task is still open"
        page.keyboard.press("e")
        assert page.input_value("textarea[name=instruction]") == "쓰다 만 글"
        page.click("dialog.editing .cancel")
        page.keyboard.press("e")
        assert page.input_value("textarea[name=instruction]") == tasks_of(run)[0]["instruction"]
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("dialog.editing .warning:not([hidden])")
    assert not (run / REVIEWS).exists()


def test_instances_have_marks_of_their_own(browser: Any, run: Path, loaded: Plugins) -> None:
    place = several(run)
    task = tasks_of(run)[place]
    with viewing(browser, run, loaded, f"#tasks/0/{place}") as page:
        page.click('.marks [data-subject="0"] [data-mark="reject"]')
        standing(page, "partly")
        assert page.evaluate("document.activeElement.dataset.mark") == "reject", "the focus stays on what was pressed"
        page.locator('.marks [data-subject="1"] [data-mark="edit"]').focus()
        page.keyboard.press("e")
        assert page.locator("dialog.editing textarea").count() == 2
        page.fill("textarea[name=output]", "새 답")
        page.click("dialog.editing .save")
        standing(page, "edited")
        left = reviewed(read_tasks(run / "tasks.jsonl", "ko"), reviews(run), only_accepted=True)
        assert [(each.id, [i.output for i in each.instances]) for each in left] == [(task["id"], ["새 답"])]
        page.locator("#task-title").focus()
        page.keyboard.press("r")
        standing(page, "rejected")
        page.keyboard.press("e")
        page.locator("textarea[name=output]").nth(1).fill("더 나은 답")
        page.keyboard.press("Control+Enter")
        standing(page, "edited")
    left = reviewed(read_tasks(run / "tasks.jsonl", "ko"), reviews(run))
    found = next(each for each in left if each.id == task["id"])
    assert [i.output for i in found.instances] == ["더 나은 답"], "who writes a rejected task anew wants it"


def test_a_mark_made_elsewhere_is_shown(browser: Any, run: Path, loaded: Plugins) -> None:
    with (
        serving(run, loaded) as address,
        serving(run, loaded) as other,
        opened(browser, address + "#tasks/0/0") as one,
        opened(browser, other + "#tasks/0/0") as two,
    ):
        one.wait_for_selector(".marks")
        two.wait_for_selector(".marks")
        one.keyboard.press("r")
        standing(one, "rejected")
        standing(two, "rejected")


def test_what_could_not_be_saved_is_said(browser: Any, run: Path, loaded: Plugins) -> None:
    with viewing(browser, run, loaded, "#tasks/0/0", errors=1) as page:
        page.wait_for_selector(".marks")
        page.route("**/reviews", lambda route: route.continue_(headers=route.request.headers | {"x-view-token": "old"}))
        page.keyboard.press("a")
        page.wait_for_selector(".toast:has-text('저장하지 못했습니다')")
        standing(page, "")
    assert not (run / REVIEWS).exists()


def test_a_run_that_grows_leaves_everything_where_it_is(browser: Any, run: Path, made: Path, loaded: Plugins) -> None:
    """First instructions without tasks, then their tasks before them: all rows get other numbers."""
    rows = (made / "tasks.jsonl").read_bytes().splitlines(keepends=True)
    (run / "tasks.jsonl").write_bytes(b"".join(rows[40:44]))
    name = json.loads(rows[42])["id"]
    with viewing(browser, run, loaded, "#tasks/0/2") as page:
        page.wait_for_selector(f"#task-title:has-text('{name}')")
        page.select_option("[name=state]", "")
        page.fill("#search", "다")
        page.locator("#task details summary").first.click()
        page.wait_for_selector("#task details[open] .request pre")
        page.focus("#search")
        page.evaluate("document.getElementById('search').setSelectionRange(0, 1)")
        before = page.locator("#found").inner_text()
        jsonl.append_bytes(run / "tasks.jsonl", rows[0] + rows[1][:50])
        page.wait_for_selector("#count-tasks:text-is('5')", state="attached")
        assert page.input_value("#search") == "다"
        assert page.evaluate("document.activeElement.id") == "search"
        assert page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [0, 1]
        page.wait_for_selector(f"#task-title:has-text('{name}')")
        page.wait_for_selector("#task details[open] .request pre")
        assert page.locator("#found").inner_text() == before, "an instruction that became a task is one row still"
        page.locator("#task-title").focus()
        page.keyboard.press("a")
        standing(page, "accepted")
        page.keyboard.press("e")
        page.fill("textarea[name=output]", "쓰는 중")
        jsonl.append_bytes(run / "tasks.jsonl", rows[1][50:])
        page.wait_for_selector("#count-tasks:text-is('6')", state="attached")
        assert page.input_value("textarea[name=output]") == "쓰는 중"
        page.keyboard.press("Control+Enter")
        standing(page, "edited")
        # Written anew in another order: the open task is another row by now.
        (run / "tasks.jsonl").write_bytes(b"".join(rows))
        page.wait_for_selector("#count-tasks:text-is('70')", state="attached")
        page.wait_for_selector(f"#task-title:has-text('{name}')")
        standing(page, "edited")
        assert page.evaluate("location.hash") == "#tasks/0/42"
        assert page.locator("#list tr.chosen").get_attribute("data-row") == "42"
    assert {row["task"] for row in rows_of(run)} == {name}


def test_the_figures_follow_too(browser: Any, run: Path, made: Path, loaded: Plugins) -> None:
    rows = (made / "tasks.jsonl").read_bytes().splitlines(keepends=True)
    (run / "tasks.jsonl").write_bytes(b"")
    with viewing(browser, run, loaded, "") as page:
        assert page.locator("#count-tasks").inner_text() == "0"
        (run / "tasks.jsonl").write_bytes(b"".join(rows))
        page.wait_for_selector("#count-tasks:text-is('70')", state="attached")
        assert page.locator("#figures").is_visible()


def test_the_questions_go_by_keys_and_go_on(browser: Any, run: Path, loaded: Plugins) -> None:
    drawn = sample(read_tasks(run / "tasks.jsonl", "ko"), 4, 9)
    with viewing(browser, run, loaded, "", sampling=Sampling(4, 9)) as page:
        page.click("#to-questions")
        current = page.locator(".asked [aria-current]")
        seen = page.locator(".asked .quoted").first
        seen.wait_for()
        assert seen.inner_text() == drawn[0].task.instruction

        def shows(text: str) -> None:
            page.locator(".asked li:first-child .quoted").filter(has_text=text).wait_for()

        def press(key: str, then: str | None) -> None:
            page.keyboard.press(key)
            page.wait_for_selector(f'.asked [data-question="{then}"][aria-current]' if then else ".end")

        press("y", "input")
        press("y", "output")
        press("b", "input")
        press("n", "output")
        press("n", "instruction")
        assert seen.inner_text() == drawn[1].task.instruction
        for key in "yys":
            page.keyboard.press(key)
        shows(drawn[2].task.instruction)
        page.reload()
        page.click("#to-questions")
        shows(drawn[2].task.instruction)
        assert current.get_attribute("data-question") == "instruction"
        for key in "yyyyyy":
            page.keyboard.press(key)
        page.wait_for_selector(".end")
        page.click('[data-answer="again"]')
        page.wait_for_selector('.asked [data-question="output"][aria-current]')
        assert seen.inner_text() == drawn[1].task.instruction
        press("y", None)
        shares = {
            row.get_attribute("data-question"): row.locator("td").all_text_contents()
            for row in page.locator(".shares tbody tr").all()
        }
        assert shares["instruction"][:5] == ["4", "0", "0", "0", "100%"]
        assert shares["input"] == ["3", "1", "0", "0", "75%", "30.1% – 95.4%"]
        assert shares["all"][:4] == ["3", "1", "0", "0"]
        page.keyboard.press("Escape")
        page.wait_for_selector("dialog.questions:not([open])", state="attached")
        assert page.evaluate("document.activeElement.id") == "to-questions"
    assert len(reviews(run).answers) == 12
    assert reviews(run).marks == Reviews().marks


ATTACKS = [
    '<script>document.title = "broken"</script>',
    "<img src=x onerror=\"document.title = 'broken'\">",
    '"><svg onload=alert(1)>',
    "</data><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "{say} ${alert(1)} {{constructor.constructor('alert(1)')()}}",
    "\u2028alert(1)\u2029 __proto__",
]


def test_texts_that_attack_do_nothing(browser: Any, run: Path, loaded: Plugins) -> None:
    rows = tasks_of(run)[: len(ATTACKS)]
    for row, attack in zip(rows, ATTACKS, strict=True):
        row["instruction"], row["instances"] = attack, [{"input": attack, "output": attack}, {"input": "", "output": attack}]
    (run / "tasks.jsonl").write_bytes(b"".join(map(jsonl.dump, rows)))
    with viewing(browser, run, loaded) as page:
        title = page.title()
        for attack in ATTACKS:
            page.keyboard.press("j")
            page.wait_for_selector(".marks")
            page.keyboard.press("e")
            page.wait_for_selector("dialog.editing[open]")
            page.fill("textarea[name=instruction]", attack + " 2")
            page.fill("textarea[name=output] >> nth=0", attack + " 3")
            page.keyboard.press("Control+Enter")
            standing(page, "edited")
        page.click("#to-questions")
        page.wait_for_selector(".asked")
        for _ in range(3 * len(ATTACKS)):
            page.keyboard.press("n")
        page.wait_for_selector(".end")
        assert page.title() == title
        assert page.locator("main script, main img, main svg[onload], dialog script, dialog img").count() == 0
    found = reviews(run)
    assert len(found.answers) == 3 * len(ATTACKS)
    edited = [found.marks[Subject(row["id"], None)].text["instruction"] for row in rows]
    assert edited == [(attack + " 2").replace("\u2028", "\n").replace("\u2029", "\n").strip() for attack in ATTACKS]


def test_another_site_can_not_mark(browser: Any, run: Path, loaded: Plugins) -> None:
    """A page elsewhere, in the same browser: it may send, but it is refused, and reads nothing."""
    with serving(run, loaded) as address, serving(run, loaded) as elsewhere, opened(browser, elsewhere, errors=99) as page:
        tried = """async ([address, body]) => {
            const told = [];
            const json = { method: "POST", headers: { "Content-Type": "application/json" }, body };
            for (const options of [{}, { mode: "no-cors" }, { method: "POST", mode: "no-cors", body }, json]) {
                try {
                    const answer = await fetch(address + (options.method ? "reviews" : "data/stamp"), options);
                    told.push(await answer.text());
                } catch { told.push(""); }
            }
            return told;
        }"""
        body = json.dumps({"marks": [{"task": tasks_of(run)[0]["id"], "instance": None, "mark": "reject"}]})
        assert page.evaluate(tried, [address, body]) == ["", "", "", ""]
        page.goto("about:blank")
        assert page.evaluate(tried, [address, body]) == ["", "", "", ""]
    assert not (run / REVIEWS).exists()


@pytest.mark.parametrize(("language", "word"), [("en", "Accept"), ("ko", "승인"), ("ja", "承認")])
def test_the_page_speaks_three_languages(browser: Any, run: Path, loaded: Plugins, language: str, word: str) -> None:
    with viewing(browser, run, loaded, "#tasks/0/0", language=language) as page:
        assert page.locator('.marks [data-mark="accept"]').first.inner_text() == word
        page.select_option("#language", "en")
        page.wait_for_selector(".marks :text-is('Accept')")
        assert page.evaluate("document.querySelector('.marks').getAttribute('aria-label')") == "Your review"
