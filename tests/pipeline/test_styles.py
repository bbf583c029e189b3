"""Written styles: where they are found, how their texts are cut, and what a writer of a task is shown of them."""

from __future__ import annotations

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyforge import resources
from storyforge.errors import (
    NotYourStyleError,
    StyleFileError,
    StyleFileTakenError,
    StyleInUseError,
    StyleNameError,
    UnknownStyleError,
)
from storyforge.formats import fountain
from storyforge.formats.languages import languages
from storyforge.pipeline.session import Session
from storyforge.pipeline.styling import adding
from storyforge.pipeline.styling.corpus import corpora, corpus_of, library_folder
from storyforge.pipeline.styling.cutting import LEAST, MOST, prose_passages, said_in, script_passages, words_in
from storyforge.pipeline.styling.reading import about, described, pieces_of
from storyforge.pipeline.styling.styles import Styles, WrittenStyle, refuse_unknown_style, style_digest

if TYPE_CHECKING:
    from tests.tale import Tale

BUILT_IN = sorted(folder.name for folder in (resources.templates() / "styles" / "written").iterdir() if folder.is_dir())
LAMP = (
    "The lamp stood in the window of the pilot's house, and every evening the widow filled it. She used the good oil. "
    "On the quay they said that it was for her husband; she let them say so. It was for the cat, which was old and "
    "came home late, and which had never in its life looked up at a window."
)
TIDE = (
    "At low tide one could walk out to the wreck. The boys went with a rope and a bag of nails, and nobody asked what "
    "they wanted with the nails. By four the water was back over the sand, brown and without a sound, and from the "
    "dyke one saw three small figures on the slanted deck, who were hammering."
)
SCRIPT = """INT. SHED - NIGHT

Rain on tin. TOVE, 50, counts screws into a jar.

TOVE
Forty. There should be forty-one.

ABEL
(from the door)
You counted the one in your hand.

She opens her hand. There is nothing in it.

TOVE
There was no one in my hand, Abel. There was never anyone in my hand.

He comes in and shuts the door against the weather, and for a while they both look into the jar.

EXT. YARD - LATER

Mud. A dog asleep under the cart.
"""


@pytest.fixture
def quill(begun: Tale) -> Tale:
    """A story with a style of its own, called harbour."""
    begun.write("styles/written/harbour/lamp.txt", LAMP)
    begun.write("styles/written/harbour/tide.txt", TIDE)
    assert begun.storyforge("save") == 0
    return begun


def written_in(tale: Tale, name: str) -> Session:
    assert tale.storyforge("setup", "--style", name) == 0
    return Session.open(tale.root)


def styles(session: Session) -> Styles:
    return Styles(session.repository.common_dir, session.story)


# --- The built-in ones.


def test_there_are_some() -> None:
    assert len(BUILT_IN) >= 8
    assert list(corpora(None)) == BUILT_IN


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_style_says_how_it_sounds_and_shows_it(name: str) -> None:
    style = WrittenStyle(corpus_of(None, name), None)
    said, facts = style.about(), style.facts()
    assert said.title
    assert said.line.endswith(".")
    assert tuple(said.sounds) == ("sentences", "verbs", "dialogue", "avoids")
    assert facts["languages"]["en"] >= 8
    assert set(facts["languages"]) <= set(languages())
    assert facts["unread"] == {}
    for one in style.some(99, "en"):
        assert LEAST <= words_in(one.text) <= MOST + 10, one.text


def test_no_passage_is_there_twice() -> None:
    texts = [one.text for name in BUILT_IN for one in WrittenStyle(corpus_of(None, name), None).some(99)]
    assert len(set(texts)) == len(texts) >= 8 * len(BUILT_IN)


def test_they_differ_in_what_can_be_counted() -> None:
    """What each says of its sentences and its dialogue is so."""
    facts = {name: WrittenStyle(corpus_of(None, name), None).facts() for name in BUILT_IN}
    assert facts["lyrical"]["sentence"] > 2 * facts["spare"]["sentence"]
    talk = {name: one["said"] / one["words"] for name, one in facts.items()}
    assert max(talk, key=lambda name: talk[name]) == "stage-comedy"
    assert min(talk, key=lambda name: talk[name]) in ("lyrical", "epistolary")


# --- Texts are cut into passages.


def test_short_paragraphs_go_together_and_long_ones_are_cut_at_sentences() -> None:
    short = ["He put down the cup."] * 30
    long = " ".join(["She looked at the water where the boat had been, and then at the rope."] * 20)
    pieces = prose_passages([*short, long], "en")
    assert all(LEAST <= piece.words <= MOST for piece in pieces)
    assert sum(piece.words for piece in pieces) == 30 * 5 + 20 * 15
    assert all(piece.text.endswith(".") for piece in pieces)


def test_titles_and_rows_of_stars_part_passages() -> None:
    pieces = prose_passages(["CHAPTER ONE", LAMP, "* * *", TIDE, "Chapter 2", LAMP], "en")
    assert [piece.text for piece in pieces] == [LAMP, TIDE, LAMP]


def test_talk_stays_together() -> None:
    talk = ["“Where were you?”", "“Out.”", "“Out where, in this weather, with my umbrella?”", "“It is my umbrella.”"]
    pieces = prose_passages([LAMP, TIDE, *talk], "en")
    assert any(all(line in piece.text for line in talk) for piece in pieces)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“Come in,” she said.", 2),
        ('"Come in," she said. "Sit."', 3),
        ("»Komm rein«, sagte sie.", 2),
        ("„Komm rein“, sagte sie.", 2),
        ("—Entre —dijo ella—. Ya es hora.", 4),
        ("— Entrez donc, dit-elle.", 3),
        ("She came in.", 0),
        ("「入って」と言った。", 2),
    ],
)
def test_what_is_said(text: str, said: int) -> None:
    assert said_in(text) == said


def test_signs_without_spaces_are_counted_as_words() -> None:
    assert words_in("東京の夜は雨だった。") == 5
    assert words_in("ฝนตกหนัก") == 2
    assert words_in("바다가 보인다") == 2
    text = "雨の音がして、彼女は窓を閉めた。" * 40
    assert all(piece.words <= MOST for piece in prose_passages([text], "ja"))


def test_a_play_is_talk_although_nothing_is_in_quotation_marks() -> None:
    lines = ["Ada. [Sits.] The kettle is cold.", "Bert. It was hot when you came.", "[He goes out.]"] * 20
    said = sum(piece.said for piece in prose_passages(lines, "en"))
    assert said == 20 * (4 + 6)
    assert sum(piece.said for piece in prose_passages([LAMP, TIDE, "No. He went home."] * 5, "en")) == 0


def test_a_script_is_cut_within_its_scenes() -> None:
    pieces = script_passages(fountain.parse(SCRIPT).screenplay)
    assert "TOVE\nForty. There should be forty-one." in pieces[0].text
    assert "(from the door)" in pieces[0].text
    assert pieces[-1].text == "Mud. A dog asleep under the cart."
    assert not any("INT." in piece.text for piece in pieces)
    assert pieces[0].said > 10


@given(st.lists(st.text(st.sampled_from("ab .!?“”\n東京 -#*"), max_size=200), max_size=12))
def test_no_word_is_lost_or_doubled(paragraphs: list[str]) -> None:
    """But for titles, what goes in comes out, in its order."""
    pieces = prose_passages(paragraphs, "en")
    together = "".join("".join(piece.text for piece in pieces).split())
    whole = "".join("".join(paragraphs).split())
    at = 0
    for sign in together:
        at = whole.index(sign, at) + 1
    assert all(piece.text.strip() for piece in pieces)


# --- Where a style is found.


def test_the_story_comes_before_the_library_and_that_before_what_is_built_in(quill: Tale, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text(TIDE)
    story = Session.open(quill.root).story
    assert corpus_of(story, "noir").origin == "built-in"
    adding.add_to_library(adding.given(None, "noir", [text]))
    assert corpus_of(story, "noir").origin == "library"
    session = Session.open(quill.root)
    given = adding.given(session, "noir", [text])
    assert given.hides == "library"
    adding.add(session, given)
    assert corpus_of(session.story, "noir").origin == "story"
    assert corpora(session.story)["noir"].origin == "story"


def test_the_library_is_where_the_user_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert library_folder() == Path.home() / ".local" / "share" / "storyforge" / "library"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert library_folder() == tmp_path / "data" / "storyforge" / "library"
    monkeypatch.setenv("STORYFORGE_LIBRARY", str(tmp_path / "books"))
    assert library_folder() == tmp_path / "books"


@pytest.mark.parametrize("name", ["nior", "..", "../../etc", "Noir", "no such", "", "/"])
def test_a_style_that_there_is_not(quill: Tale, name: str) -> None:
    story = Session.open(quill.root).story
    with pytest.raises(UnknownStyleError) as caught:
        refuse_unknown_style(story, name)
    assert ('Did you mean "noir"?' in caught.value.hint) == (name.lower() in ("nior", "noir"))


def test_what_a_style_is_made_of_has_a_digest(quill: Tale) -> None:
    before = Session.open(quill.root).story
    first = style_digest(before, "harbour")
    assert first == style_digest(before, "harbour")
    quill.write("styles/written/harbour/tide.txt", TIDE + " One of them waved.")
    after = Session.open(quill.root).story
    assert style_digest(after, "harbour") != first
    assert style_digest(after, "noir") == style_digest(before, "noir")
    assert after.summaries.facet("styles/written/harbour/tide.txt#content") is not None


# --- What a writer is shown.


def test_a_story_without_a_style_has_no_passages(begun: Tale) -> None:
    session = Session.open(begun.root)
    asked = styles(session)
    assert asked.passages("the lamp in the window") == ()
    assert asked.digest() == ""
    assert asked.about().line == ""
    assert not (session.repository.common_dir / "storyforge" / "styles").exists()


def test_the_nearest_passages_with_their_scores_and_places(quill: Tale) -> None:
    session = written_in(quill, "harbour")
    first, second = styles(session).passages("a lamp in a window", 2)
    assert (first.text, first.source) == (LAMP, "styles/written/harbour/lamp.txt, passage 1")
    assert first.score > 0
    assert second.text == TIDE
    assert second.score == 0, "it has no word of it, and shows the sound alone"
    assert styles(session).passages("the wreck", 1)[0].text == TIDE


def test_there_are_as_many_as_asked_for_while_there_are_others(quill: Tale) -> None:
    asked = styles(written_in(quill, "noir"))
    for count in (1, 3, 9):
        shown = asked.passages("zeppelin", count)
        assert len({one.text for one in shown}) == count
    assert len(asked.passages("rain", 99)) == asked_facts("noir")


def asked_facts(name: str) -> int:
    passages: int = WrittenStyle(corpus_of(None, name), None).facts()["passages"]
    return passages


def languages_of(tale: Tale, name: str, query: str, count: int) -> list[str]:
    style = WrittenStyle(corpus_of(Session.open(tale.root).story, name), None)
    known = {one.text: one.language for one in style.some(99)}
    shown = styles(Session.open(tale.root)).passages(query, count)
    return [known[one.text] for one in shown]


def test_passages_are_in_the_language_of_the_story_else_of_the_style(begun: Tale) -> None:
    begun.edit("story.yaml", "language: en", "language: de")
    written_in(begun, "noir")
    assert languages_of(begun, "noir", "Regen auf der Straße", 2) == ["de", "de"]
    assert languages_of(begun, "noir", "Zeppelin", 3)[:2] == ["de", "de"]
    begun.edit("story.yaml", "language: de", "language: pt")
    assert languages_of(begun, "noir", "xyz", 5) == ["en"] * 5


def test_nothing_is_opened_until_it_is_asked(quill: Tale) -> None:
    session = written_in(quill, "harbour")
    asked = styles(session)
    assert asked.name == "harbour"
    folder = session.repository.common_dir / "storyforge" / "styles"
    assert not folder.exists()
    asked.passages("lamp")
    assert [file.name.startswith("harbour-") for file in folder.iterdir()] == [True]


def test_many_threads_may_ask(quill: Tale) -> None:
    asked = styles(written_in(quill, "harbour"))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: asked.passages("the lamp"), range(24)))
    assert all(answer == answers[0] for answer in answers)


def test_an_edited_corpus_is_read_anew(quill: Tale) -> None:
    written_in(quill, "harbour")
    quill.write("styles/written/harbour/new.txt", "A zeppelin went over the church, quite low. " * 12)
    shown = styles(Session.open(quill.root)).passages("zeppelin", 1)
    assert shown[0].source.startswith("styles/written/harbour/new.txt")


def test_a_style_that_is_gone_is_told(quill: Tale) -> None:
    session = written_in(quill, "harbour")
    for file in ("lamp.txt", "tide.txt"):
        (quill.root / "styles/written/harbour" / file).unlink()
    session = Session.open(quill.root)
    with pytest.raises(UnknownStyleError, match="harbour"):
        styles(session).passages("lamp")


def test_a_file_that_cannot_be_read_is_named_and_left_out(quill: Tale) -> None:
    quill.write("styles/written/harbour/scan.pdf", b"%PDF-1.7 that is cut off")
    style = WrittenStyle(corpus_of(Session.open(quill.root).story, "harbour"), None)
    facts = style.facts()
    assert list(facts["unread"]) == ["scan.pdf"]
    assert facts["passages"] == 2


def test_style_md_describes_and_shows(quill: Tale) -> None:
    quill.write(
        "styles/written/harbour/style.md",
        "---\nname: Harbour\nabout: Slow water.\nsounds:\n  verbs: few\n---\n\n# en\n\nOne lamp.\n\n* * *\n\n"
        "Two lamps.\n\n# de\n\nDrei Lampen.\n",
    )
    corpus = corpus_of(Session.open(quill.root).story, "harbour")
    said = about(corpus)
    assert (said.title, said.line, dict(said.sounds)) == ("Harbour", "Slow water.", {"verbs": "few"})
    _, shown = described("style.md", corpus.read("style.md"))
    assert shown == [("en", "One lamp."), ("en", "Two lamps."), ("de", "Drei Lampen.")]
    assert WrittenStyle(corpus, None).facts()["languages"] == {"en": 4, "de": 1}


# --- Texts are added and removed.


def book() -> bytes:
    """A small EPUB of one chapter."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        book.writestr(
            "c.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>'
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
        )
        book.writestr(
            "a.xhtml",
            f'<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>One</h1><p>{LAMP}</p><p>{TIDE}</p></body></html>',
        )
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tide.txt", TIDE.encode()),
        ("tide.md", f"# One\n\n{TIDE}\n".encode()),
        ("old.txt", TIDE.replace("one", "né").encode("utf-16")),
        ("shed.fountain", SCRIPT.encode()),
        ("books.epub", book()),
    ],
)
def test_texts_of_many_formats_are_kept_byte_for_byte(begun: Tale, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    session = Session.open(begun.root)
    commit = adding.add(session, adding.given(session, "mine", [tmp_path / name]))
    assert commit == begun.head
    assert begun.changed_in() == [f"styles/written/mine/{name}"]
    assert begun.subjects[0] == "style: mine, 1 text added"
    assert (begun.root / "styles/written/mine" / name).read_bytes() == content
    assert begun.dirty == ""
    assert WrittenStyle(corpus_of(session.story, "mine"), None).facts()["passages"] >= 1


def test_adding_adds_and_the_same_text_twice_is_nothing(quill: Tale, tmp_path: Path) -> None:
    (tmp_path / "tide.txt").write_text(TIDE)
    (tmp_path / "again.txt").write_text(LAMP)
    (tmp_path / "new.txt").write_text(LAMP + " It never did.")
    session = Session.open(quill.root)
    head = quill.head
    given = adding.given(session, "harbour", [tmp_path / "tide.txt", tmp_path / "again.txt"])
    assert (dict(given.new), given.known) == ({}, ("tide.txt", "again.txt"))
    assert adding.add(session, given) is None
    assert quill.head == head
    given = adding.given(session, "harbour", [tmp_path / "new.txt", tmp_path / "new.txt"])
    assert (list(given.new), given.known) == (["new.txt"], ("new.txt",))
    adding.add(session, given)
    assert list(corpus_of(session.story, "harbour").files) == ["lamp.txt", "new.txt", "tide.txt"]


def test_another_text_of_the_same_name_is_refused(quill: Tale, tmp_path: Path) -> None:
    (tmp_path / "TIDE.txt").write_text(LAMP + " Never.")
    with pytest.raises(StyleFileTakenError, match=r"tide\.txt"):
        adding.given(Session.open(quill.root), "harbour", [tmp_path / "TIDE.txt"])


@pytest.mark.parametrize("name", ["Harbour", "a b", "../up", "", "-a", "a" * 65, "été", "con/tra", ".hidden"])
def test_names_that_are_no_slugs(begun: Tale, tmp_path: Path, name: str) -> None:
    (tmp_path / "tide.txt").write_text(TIDE)
    with pytest.raises(StyleNameError) as caught:
        adding.given(Session.open(begun.root), name, [tmp_path / "tide.txt"])
    assert caught.value.hint.startswith("Call it: ")


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        (".gitattributes", b"* binary", "its name"),
        ("a\nb.txt", b"words", "its name"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "."),
        ("empty.txt", b"", "."),
        ("style.md", b"---\na: [\n---\n", "."),
        ("style.md", b"\xff\xfe\xfd", "not utf-8"),
        ("missing.txt", None, "no such file"),
        ("folder", b"/", "it is a folder"),
    ],
)
def test_files_that_are_no_texts(begun: Tale, tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    place = tmp_path / "given" / name
    place.parent.mkdir()
    if content == b"/":
        place.mkdir()
    elif content is not None:
        place.write_bytes(content)
    with pytest.raises(StyleFileError, match=problem):
        adding.given(Session.open(begun.root), "mine", [place])
    assert begun.dirty == ""


def test_markdown_is_stored_with_the_line_ends_of_the_story(begun: Tale, tmp_path: Path) -> None:
    (tmp_path / "tide.md").write_bytes(TIDE.replace(". ", ".\r\n\r\n").encode())
    session = Session.open(begun.root)
    adding.add(session, adding.given(session, "mine", [tmp_path / "tide.md"]))
    assert begun.dirty == ""
    again = adding.given(Session.open(begun.root), "mine", [tmp_path / "tide.md"])
    assert again.known == ("tide.md",)


def test_texts_are_taken_out_again(quill: Tale) -> None:
    session = Session.open(quill.root)
    assert adding.remove(session, "harbour", ["lamp.txt"])[0] == ["lamp.txt"]
    assert quill.subjects[0] == "style: harbour, 1 text removed"
    assert adding.remove(session, "harbour", [], dry_run=True) == (["tide.txt"], None)
    gone, commit = adding.remove(session, "harbour", [])
    assert (gone, commit) == (["tide.txt"], quill.head)
    assert not (quill.root / "styles").exists()
    with pytest.raises(NotYourStyleError):
        adding.remove(session, "harbour", [])
    with pytest.raises(NotYourStyleError):
        adding.remove(session, "noir", [])


def test_the_style_in_use_is_not_taken_away(quill: Tale) -> None:
    session = written_in(quill, "harbour")
    with pytest.raises(StyleInUseError):
        adding.remove(session, "harbour", [])
    adding.remove(session, "harbour", ["lamp.txt"])
    with pytest.raises(StyleInUseError):
        adding.remove(session, "harbour", ["tide.txt"])


def test_a_text_of_the_library_is_shared_and_removed(begun: Tale, tmp_path: Path) -> None:
    (tmp_path / "tide.txt").write_text(TIDE)
    head = begun.head
    folder = adding.add_to_library(adding.given(None, "mine", [tmp_path / "tide.txt"]))
    assert [file.name for file in folder.iterdir()] == ["tide.txt"]
    assert begun.head == head
    session = written_in(begun, "mine")
    assert styles(session).passages("the wreck", 1)[0].source == "library: mine/tide.txt, passage 1"
    assert adding.remove_from_library("mine", []) == ["tide.txt"]
    assert not folder.exists()


def test_a_script_without_words_is_no_text() -> None:
    with pytest.raises(Exception, match=r".") as caught:
        pieces_of("a.fountain", b"INT. ROOM - DAY\n")
    assert "text" in str(caught.value)
